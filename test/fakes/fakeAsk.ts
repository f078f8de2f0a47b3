import type { Ask } from '../../src/ports.ts';

/** What the person does, by the kind of question. A question without an answer here fails the test. */
export interface Answers {
  readonly confirm?: (question: string, details: string) => boolean | Promise<boolean>;
  /** Gives back one of the labels; undefined dismisses. */
  readonly choose?: (title: string, labels: readonly string[]) => string | undefined;
  readonly text?: (title: string) => string | undefined;
  readonly tell?: (message: string, actions: readonly string[]) => string | undefined;
}

/** A person who answers as told; `asked` says what was asked, in order. */
export function fakeAsk(answers: Answers = {}): Ask & { readonly asked: string[] } {
  const asked: string[] = [];
  const answerOf = <Answer>(answer: Answer | undefined, question: string): Answer => {
    asked.push(question);
    if (answer === undefined) throw new Error(`nobody answers here: ${question}`);
    return answer;
  };
  return {
    asked,
    confirm: async (question, details) => answerOf(answers.confirm, `confirm: ${question}`)(question, details),
    choose: (title, choices) => {
      const labels = choices.map(({ label }) => label);
      const label = answerOf(answers.choose, `choose: ${title}`)(title, labels);
      return Promise.resolve(choices.find((choice) => choice.label === label)?.value);
    },
    text: (title, { value = '', problem }) => {
      const text = answerOf(answers.text, `text: ${title}`)(title);
      const refused = text === undefined ? undefined : problem?.(text);
      if (refused !== undefined) throw new Error(`${title}: ${refused} (proposed was ${value})`);
      return Promise.resolve(text);
    },
    tell: (message, ...actions) => {
      const answer = answerOf(answers.tell, `tell: ${message}`)(message, actions);
      return Promise.resolve(actions.find((action) => action === answer));
    },
  };
}
