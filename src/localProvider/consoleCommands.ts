import { isRecord } from '../base/foreign.ts';
import type { ApplicationFields } from '../model/application.ts';
import { fieldNames, parseFields } from './registrationShape.ts';
import { visible } from '../base/visible.ts';

export type AdminCall = (
  method: 'GET' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  version?: string,
) => Promise<{ readonly ok: boolean; readonly answer: Readonly<Record<string, unknown>> }>;

type Outcome = string | { readonly failed: string };

interface ConsoleCommand {
  readonly name: string;
  readonly help: string;
  readonly run: (call: AdminCall, words: readonly string[]) => Outcome | Promise<Outcome>;
}

const single: ReadonlySet<string> = new Set(['name', 'type', 'clientAuthentication', 'audience']);

/** What can be typed. To add a command, add a row. */
export const consoleCommands: readonly ConsoleCommand[] = [
  { name: 'list', help: 'list: all applications that are registered', run: list },
  { name: 'show', help: 'show <client>: the fields of one', run: (call, [client]) => onOne(call, client, show) },
  {
    name: 'set',
    help: 'set <client> <field> <values...>: e.g. set shop redirectUris http://localhost:3000/callback; grants are written group=role',
    run: (call, [client, field = '', ...values]) =>
      onOne(call, client, (one) => change(call, one, field, valueOf(field, values))),
  },
  {
    name: 'unset',
    help: 'unset <client> <field>: takes the field away',
    run: (call, [client, field = '']) => onOne(call, client, (one) => change(call, one, field, null)),
  },
  {
    name: 'remove',
    help: 'remove <client>: takes the whole registration away',
    run: (call, [client]) => onOne(call, client, (one) => remove(call, one)),
  },
  { name: 'help', help: 'help: this list', run: help },
  { name: 'exit', help: 'exit: ends the conversation', run: () => '' },
];

interface One {
  readonly clientId: string;
  readonly version: string;
  readonly fields: ApplicationFields;
}

async function list(call: AdminCall): Promise<Outcome> {
  const { ok, answer } = await call('GET', 'applications');
  if (!ok || !Array.isArray(answer['applications'])) return failure(answer);
  const rows = answer['applications'].flatMap((application: unknown) => {
    const one = isRecord(application) ? parseOne(application) : undefined;
    return one ? [visible(`${one.clientId}  ${one.fields.type ?? 'web'}  ${one.fields.name ?? ''}`.trimEnd())] : [];
  });
  return rows.length > 0 ? rows.join('\n') : 'No application is registered.';
}

async function onOne(
  call: AdminCall,
  client: string | undefined,
  then: (one: One) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  if (client === undefined) return { failed: 'Which client? Try list.' };
  const { ok, answer } = await call('GET', `applications/${encodeURIComponent(client)}`);
  const one = ok ? parseOne(answer) : undefined;
  return one ? then(one) : failure(answer);
}

function show({ clientId, fields, version }: One): Outcome {
  const rows = Object.entries(fields).map(([name, value]) => `  ${name}: ${visible(inWords(value))}`);
  return [visible(`${clientId} (version ${version})`), ...rows].join('\n');
}

async function change(call: AdminCall, { clientId, version }: One, field: string, value: unknown): Promise<Outcome> {
  if (!fieldNames.includes(field)) return { failed: `The fields are ${fieldNames.join(', ')}.` };
  const path = `applications/${encodeURIComponent(clientId)}`;
  const { ok, answer } = await call('PATCH', path, { fields: { [field]: value } }, version);
  if (!ok) return failure(answer);
  const made = typeof answer['secret'] === 'string' ? `\nsecret: ${visible(answer['secret'])}` : '';
  return `${visible(clientId)} is changed.${made}`;
}

async function remove(call: AdminCall, { clientId, version }: One): Promise<Outcome> {
  const { ok, answer } = await call('DELETE', `applications/${encodeURIComponent(clientId)}`, undefined, version);
  return ok ? `${visible(clientId)} is removed.` : failure(answer);
}

function help(): Outcome {
  return consoleCommands.map((command) => command.help).join('\n');
}

function valueOf(field: string, values: readonly string[]): unknown {
  if (single.has(field)) return values.join(' ');
  if (field !== 'grants') return values;
  return values.map((value) => {
    const [group = '', ...role] = value.split('=');
    return { group, role: role.join('=') };
  });
}

function parseOne({ clientId, version, fields }: Readonly<Record<string, unknown>>): One | undefined {
  const parsed = parseFields(fields);
  return typeof clientId === 'string' && typeof version === 'string' && 'fields' in parsed
    ? { clientId, version, fields: parsed.fields }
    : undefined;
}

const failure = ({ message }: Readonly<Record<string, unknown>>): Outcome => ({
  failed: typeof message === 'string' ? visible(message) : 'The provider refused without a reason.',
});

function inWords(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const items = value.map((item: unknown) =>
    isRecord(item) ? `${String(item['group'])}=${String(item['role'])}` : String(item),
  );
  return items.length > 0 ? items.join(' ') : '(empty)';
}
