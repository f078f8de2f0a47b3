import type { Fetch } from '../../src/ports.ts';

export interface WatchedFetch {
  readonly fetch: Fetch;
  /** `GET /path` of every request, in order. */
  readonly requests: string[];
  /** The scopes of every form that was sent with some, in order. */
  readonly scopes: string[];
  /** Every credential that went over the wire, by what it is. */
  readonly credentials: Map<string, string>;
}

const secretParameters = ['code', 'code_verifier', 'refresh_token', 'token'];
const secretMembers = ['access_token', 'refresh_token', 'id_token', 'secret'];

/** The real fetch, which notes what was asked and which credentials went by. */
export function watchedFetch(): WatchedFetch {
  const requests: string[] = [];
  const scopes: string[] = [];
  const credentials = new Map<string, string>();
  const note = (kind: string, value: unknown): void => {
    if (typeof value === 'string' && value !== '') credentials.set(value, kind);
  };
  return {
    requests,
    scopes,
    credentials,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      note('bearer', request.headers.get('authorization')?.replace(/^Bearer /, ''));
      note('proof', request.headers.get('dpop'));
      if (request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true) {
        const sent = new URLSearchParams(await request.clone().text());
        const scope = sent.get('scope');
        if (scope !== null) scopes.push(scope);
        for (const name of secretParameters) note(name, sent.get(name));
      }
      const answer = await fetch(request);
      if (answer.headers.get('content-type')?.startsWith('application/json') === true) {
        const said: unknown = await answer
          .clone()
          .json()
          .catch(() => undefined); // a broken answer is for the product to notice
        if (typeof said === 'object' && said !== null) {
          for (const [name, value] of Object.entries(said)) if (secretMembers.includes(name)) note(name, value);
        }
      }
      return answer;
    },
  };
}
