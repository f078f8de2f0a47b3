import * as z from 'zod/mini';
import { SsoError } from '../../base/ssoError.ts';

/** Shapes of what the local provider says: its admin API, its state files, its first line of output. */
const names = z.array(z.string());

const fields = z.object({
  name: z.exactOptional(z.string()),
  type: z.exactOptional(z.enum(['web', 'spa', 'native', 'api', 'machine'])),
  clientAuthentication: z.exactOptional(z.enum(['none', 'secret', 'privateKey'])),
  redirectUris: z.exactOptional(names),
  postLogoutRedirectUris: z.exactOptional(names),
  roles: z.exactOptional(names),
  grants: z.exactOptional(z.array(z.object({ group: z.string(), role: z.string() }))),
  audience: z.exactOptional(z.string()),
  scopes: z.exactOptional(names),
});

export const registeredAnswer = z.object({
  clientId: z.string(),
  fields,
  version: z.string(),
  ours: z.boolean(),
});

const issued = z.exactOptional(z.string().check(z.minLength(1)));
export const createdAnswer = z.object({ clientId: z.string().check(z.minLength(1)), secret: issued });
export const updatedAnswer = z.object({ secret: issued });
export const secretAnswer = z.object({ secret: z.string().check(z.minLength(1)) });

/** What came is looked at one by one: a damaged registration says nothing about the others. */
export const listAnswer = z.object({ applications: z.array(z.unknown()) });
export const listedClientId = z.object({ clientId: z.string() });

export const problemAnswer = z.object({ code: z.exactOptional(z.string()), message: z.exactOptional(z.string()) });

/** `running.json` in the state folder. */
export const runningFile = z.object({
  pid: z.number().check(z.int(), z.positive()),
  port: z.number().check(z.int(), z.positive()),
  issuer: z.string(),
  instanceId: z.string(),
});

/** `identity.json` in the state folder. */
export const identityFile = z.object({ instanceId: z.string(), secret: z.string().check(z.minLength(1)) });

/** The first line that the process writes. */
export const firstLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), issuer: z.string(), instanceId: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
]);

/** The value in the expected shape, else `provider.answerInvalid`. Says where it is wrong, never what stands there. */
export function parseAnswer<Shape extends z.core.$ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = z.safeParse(shape, value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new SsoError('provider.answerInvalid', {
    message: `The local provider gave an answer of an unexpected shape (${places}).`,
    hint: 'It may be of another version: stop it and start it again.',
  });
}
