/** What a browser shows after it followed every redirect. */
export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** As much of a browser as sign-in needs: cookies by host (ports share them, as in browsers), redirects, forms with their buttons, and what it says of where a request comes from. */
export class BrowserAgent {
  /** Every address that was asked for, in order. */
  readonly visited: string[] = [];
  private cookies: readonly Cookie[] = [];

  /** By the address bar, unless `headers` say otherwise; an empty one is left out. */
  async visit(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.request(url, { headers: given({ 'sec-fetch-site': 'none', ...headers }) });
  }

  /** Value of a cookie that pages of this host get. */
  cookie(host: string, name: string): string | undefined {
    return this.cookies.find((cookie) => cookie.host === host && cookie.name === name)?.value;
  }

  /** Presses the button whose text begins with `label`, on the page that is shown. */
  async press(page: Shown, label: string, headers: Readonly<Record<string, string>> = {}): Promise<Shown> {
    for (const [, attributes = '', content = ''] of page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
      const button = [...content.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].find(([, , text = '']) =>
        textOf(text).includes(label),
      );
      if (!button) continue;
      const fields = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => input);
      const body = new URLSearchParams();
      for (const field of [...fields, button[1] ?? '']) {
        const name = attribute(field, 'name');
        if (name !== undefined) body.append(name, attribute(field, 'value') ?? '');
      }
      const target = new URL(attribute(attributes, 'action') ?? '', page.url).href;
      const own = { origin: new URL(page.url).origin, 'sec-fetch-site': 'same-origin' };
      return this.request(target, { method: 'POST', body, headers: given({ ...own, ...headers }) });
    }
    throw new Error(`No button ${label} on ${page.url}:\n${textOf(page.html)}`);
  }

  /** Fills in the form with this id, or the first one, and sends it with what it holds hidden. */
  async submit(page: Shown, id: string | undefined, typed: Readonly<Record<string, string>>): Promise<Shown> {
    const forms = [...page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
    const form = forms.find(([, attributes = '']) => id === undefined || attribute(attributes, 'id') === id);
    if (!form) throw new Error(`No form ${id ?? ''} on ${page.url}:\n${textOf(page.html)}`);
    const [, attributes = '', content = ''] = form;
    const body = new URLSearchParams();
    for (const [, input = ''] of content.matchAll(/<input\b([^>]*)>/g)) {
      const name = attribute(input, 'name');
      if (name !== undefined && attribute(input, 'type') === 'hidden')
        body.append(name, attribute(input, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(typed)) body.set(name, value);
    const target = new URL(attribute(attributes, 'action') ?? '', page.url).href;
    return this.request(target, { method: 'POST', body, headers: { origin: new URL(page.url).origin } });
  }

  private async request(first: string, init: RequestInit): Promise<Shown> {
    let url = first;
    let request = init;
    for (let hops = 0; hops < 20; hops++) {
      this.visited.push(url);
      const { hostname, pathname } = new URL(url);
      const headers = new Headers(request.headers);
      const sent = this.cookies.filter(({ host, path }) => host === hostname && pathname.startsWith(path));
      if (sent.length > 0) headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '));
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) this.keep(line, hostname);
      const isRedirect = response.status >= 300 && response.status < 400;
      const refresh = /^0; url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1] ?? null;
      const next = isRedirect ? response.headers.get('location') : refresh;
      if (next === null) {
        return { url, status: response.status, html: await response.text(), headers: response.headers };
      }
      await response.body?.cancel();
      url = new URL(next, url).href;
      request = {};
    }
    throw new Error(`Redirected without end, at last to ${url}`);
  }

  private keep(line: string, host: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(name.length + 1);
    const stated = new Map(attributes.map((text) => [text.split('=')[0]?.toLowerCase(), text.split('=')[1] ?? '']));
    const path = stated.get('path') ?? '/';
    const ended =
      value === '' || stated.get('max-age') === '0' || Date.parse(stated.get('expires') ?? '') <= Date.now();
    const others = this.cookies.filter((old) => old.host !== host || old.path !== path || old.name !== name);
    this.cookies = ended ? others : [...others, { host, path, name, value }];
  }
}

const given = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

/** Text of a page, without its tags. */
export const textOf = (html: string): string =>
  html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : textOf(value);
};
