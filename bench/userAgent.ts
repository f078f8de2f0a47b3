import * as http from 'node:http';
import * as https from 'node:https';
import { text } from 'node:stream/consumers';

const plain = { request: http.request, agent: new http.Agent({ keepAlive: true }) };
const secure = { request: https.request, agent: new https.Agent({ keepAlive: true }) };

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** One request with bare node:http or node:https on a kept connection. */
export function ask(
  url: string,
  form?: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const content = form && new URLSearchParams(form).toString();
    const { request, agent } = url.startsWith('https:') ? secure : plain;
    const sent = request(url, {
      agent,
      method: content === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        ...(content !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(content),
        }),
      },
    });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      text(answer).then((body) => {
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, body });
      }, reject);
    });
    sent.end(content);
  });
}

/** Does what a browser would: follows redirects, sends the form of `response_mode=form_post`, and shows the last page. */
export async function visit(url: string): Promise<void> {
  let place = url;
  for (let hops = 0; hops < 10; hops++) {
    const { status, location, body } = await ask(place);
    if (status >= 300 && status < 400 && location !== undefined) {
      place = new URL(location, place).href;
    } else if (body.startsWith('{"action"')) {
      const { action, fields } = JSON.parse(body) as { action: string; fields: Record<string, string> };
      const back = await ask(action, fields);
      if (back.location === undefined) return;
      place = new URL(back.location, action).href;
    } else return;
  }
  throw new Error('The sign-in went around in circles.');
}

/** Lets the process end. */
export const closeConnections = (): void => {
  plain.agent.destroy();
  secure.agent.destroy();
};
