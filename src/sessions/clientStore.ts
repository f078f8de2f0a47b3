import * as z from 'zod/mini';
import type { Log, Secrets } from '../ports.ts';
import type { KnownClient, KnownClients } from '../signIn/request.ts';

const prefix = 'client:';

const shape = z.object({
  version: z.literal(1),
  issuer: z.string(),
  clientId: z.string().check(z.minLength(1)),
  redirectUris: z.array(z.string()),
  postLogoutRedirectUri: z.optional(z.string()),
  registrationAccessToken: z.optional(z.string()),
  registrationClientUri: z.optional(z.string()),
  bindsTokens: z.optional(z.boolean()),
});

export const isClientKey = (key: string): boolean => key.startsWith(prefix);

/** Registrations of this editor as records in the secret storage, one per issuer. What cannot be read counts as none. */
export function clientStore(secrets: Secrets, log: Log): KnownClients {
  const keyOf = (issuer: string): string => `${prefix}${issuer}`;
  return {
    async get(issuer) {
      const text = await secrets.get(keyOf(issuer));
      if (text === undefined) return undefined;
      const parsed = shape.safeParse(parsedJson(text));
      if (parsed.success && parsed.data.issuer === issuer) return clientOf(parsed.data);
      log.warn('A stored registration of this editor could not be read; a new one is made.');
      return undefined;
    },
    put: (issuer, client) => secrets.store(keyOf(issuer), JSON.stringify({ version: 1, issuer, ...client })),
    forget: (issuer) => secrets.delete(keyOf(issuer)),
  };
}

const clientOf = ({
  clientId,
  redirectUris,
  postLogoutRedirectUri,
  registrationAccessToken,
  registrationClientUri,
  bindsTokens,
}: z.infer<typeof shape>): KnownClient => ({
  clientId,
  redirectUris,
  ...(postLogoutRedirectUri === undefined ? {} : { postLogoutRedirectUri }),
  ...(registrationAccessToken === undefined ? {} : { registrationAccessToken }),
  ...(registrationClientUri === undefined ? {} : { registrationClientUri }),
  ...(bindsTokens === undefined ? {} : { bindsTokens }),
});

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
