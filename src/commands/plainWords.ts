import type { Ask, Progress } from '../ports.ts';
import { noticeLines, noticeText } from '../views/plainText.ts';

/**
 * What commands ask and say holds names out of `sso.json`, which a stranger may have written: on the way to the person
 * no link, command or icon comes of them. The values that are chosen stay as they are.
 */
export function inPlainWords<Both extends { readonly ask: Ask; readonly progress: Progress }>(parts: Both): Both {
  return { ...parts, ask: plainAsk(parts.ask), progress: plainProgress(parts.progress) };
}

const plainAsk = (ask: Ask): Ask => ({
  confirm: (question, details, agree) => ask.confirm(noticeText(question), noticeLines(details), agree),
  choose: (title, choices, options) =>
    ask.choose(
      noticeText(title),
      choices.map(({ label, description, detail, ...rest }) => ({
        ...rest,
        label: noticeText(label),
        ...(description === undefined ? {} : { description: noticeText(description) }),
        ...(detail === undefined ? {} : { detail: noticeText(detail) }),
      })),
      options?.hint === undefined ? options : { ...options, hint: noticeText(options.hint) },
    ),
  text: (title, { prompt, problem, ...options }) =>
    ask.text(noticeText(title), {
      ...options,
      prompt: noticeText(prompt),
      ...(problem === undefined ? {} : { problem: (text) => plainProblem(problem(text)) }),
    }),
  tell: (message, ...actions) => ask.tell(noticeText(message), ...actions),
});

/** The editor makes links of what it says below an input too. */
const plainProblem = (words: string | undefined): string | undefined =>
  words === undefined ? undefined : noticeText(words);

const plainProgress = (progress: Progress): Progress => ({
  briefly: (title, work) => progress.briefly(noticeText(title), work),
  during: (title, work) =>
    progress.during(noticeText(title), (report, cancelled) =>
      work((step) => {
        report(noticeText(step));
      }, cancelled),
    ),
});
