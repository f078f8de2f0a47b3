import type { Environment } from '../model/environment.ts';
import type { Secrets } from '../ports.ts';

/** Bound to the issuer it was made for, so that no other environment is ever handed it. */
const secretKey = ({ issuer }: Environment, clientId: string): string =>
  `clientSecret:${JSON.stringify([issuer, clientId])}`;

export const keepClientSecret = (
  secrets: Secrets,
  environment: Environment,
  clientId: string,
  secret: string,
): Promise<void> => secrets.store(secretKey(environment, clientId), secret);

export const keptClientSecret = (
  secrets: Secrets,
  environment: Environment,
  clientId: string,
): Promise<string | undefined> => secrets.get(secretKey(environment, clientId));
