import { takeTurns, timed, type Outcome } from './measure.ts';
import { compare } from './product.ts';

type Client = Parameters<typeof compare>[0][number];

/** Goal 5, as far as it is about comparing: one application in a hundred differs, one in a thousand is missing. */
export async function compareRace(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [count, goal, rounds] of [
    [10_000, 4.5, 15],
    [100_000, 3.5, 5],
  ] as const) {
    const declared = clients(count);
    const registered = declared
      .filter((_, index) => index % 1000 !== 7)
      .map((client, index) =>
        index % 100 === 0 ? { ...client, redirect_uris: ['https://elsewhere.example.com/'] } : client,
      )
      .map((client) => structuredClone(client));
    const [product = NaN, anchor = NaN] = await takeTurns(
      rounds,
      [() => timed(() => compare(declared, registered)), () => timed(() => join(declared, registered))],
      3,
    );
    outcomes.push({
      name: `comparing ${String(count)} applications, against the join by id`,
      product,
      anchor,
      unit: 'ms',
      goal,
    });
  }
  return outcomes;
}

/** The least that any comparison does: pairs both sides by id, and looks at no field. */
function join(
  declared: readonly Client[],
  registered: readonly Client[],
): readonly (readonly [Client, Client | undefined])[] {
  const known = new Map(registered.map((client) => [client.client_id, client]));
  return declared.map((client) => [client, known.get(client.client_id)]);
}

const clients = (count: number): readonly Client[] =>
  [...Array(count).keys()].map((index) => {
    const place = `https://application-${String(index)}.example.com`;
    return {
      client_id: `application-${String(index)}`,
      client_name: `Application ${String(index)}`,
      redirect_uris: [`${place}/callback`, `${place}/silent`],
      post_logout_redirect_uris: [`${place}/`],
    };
  });
