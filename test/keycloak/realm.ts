/** A realm of a real Keycloak for one suite: two people, the client of the editor, and what a test changes. */
import { randomUUID } from 'node:crypto';

export const keycloakUrl = process.env['KEYCLOAK_URL'] ?? '';

export interface ClientWishes {
  readonly redirectUris?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  /** The person is asked whether the client may know about them. */
  readonly consentRequired?: boolean;
}

export class Realm {
  readonly name = `suite-${randomUUID().slice(0, 8)}`;
  readonly issuer = `${keycloakUrl}/realms/${this.name}`;
  readonly password = 'correct horse';

  /** Refresh tokens rotate, and one that is used again ends the session. */
  async make(): Promise<this> {
    if (keycloakUrl === '') throw new Error("No Keycloak runs. `npm test -- flow -g 'real Keycloak'` starts one.");
    await this.send('POST', '', {
      realm: this.name,
      enabled: true,
      revokeRefreshToken: true,
      refreshTokenMaxReuse: 0,
      accessTokenLifespan: 300,
      sslRequired: 'NONE',
      oauth2DevicePollingInterval: 1,
    });
    for (const [username, firstName, lastName] of [
      ['alice', 'Alice', 'Adams'],
      ['bob', 'Bob', 'Brown'],
    ] as const) {
      await this.send('POST', `/${this.name}/users`, {
        username,
        firstName,
        lastName,
        email: `${username}@example.com`,
        emailVerified: true,
        enabled: true,
        credentials: [{ type: 'password', value: this.password, temporary: false }],
      });
    }
    await this.addClient('sso-toolkit', { attributes: { 'oauth2.device.authorization.grant.enabled': 'true' } });
    return this;
  }

  async addClient(
    clientId: string,
    { redirectUris = ['http://127.0.0.1/callback'], attributes = {}, consentRequired = false }: ClientWishes = {},
  ): Promise<void> {
    await this.send('POST', `/${this.name}/clients`, {
      clientId,
      publicClient: true,
      standardFlowEnabled: true,
      redirectUris,
      consentRequired,
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+', ...attributes },
    });
  }

  async removeClient(clientId: string): Promise<void> {
    const [client] = await this.read<{ id: string }>(`/${this.name}/clients?clientId=${clientId}`);
    await this.send('DELETE', `/${this.name}/clients/${client?.id ?? ''}`);
  }

  /** A person whose account is switched off, or on again. */
  async enablePerson(username: string, enabled: boolean): Promise<void> {
    await this.send('PUT', `/${this.name}/users/${await this.idOf(username)}`, { enabled });
  }

  /** A realm that is switched off answers nobody but administrators. */
  async enable(enabled: boolean): Promise<void> {
    await this.send('PUT', `/${this.name}`, { enabled });
  }

  /** A new signing key takes the place of those before, which are no longer published. */
  async replaceSigningKey(): Promise<void> {
    const providers = await this.read<{ id: string; providerId: string }>(
      `/${this.name}/components?type=org.keycloak.keys.KeyProvider`,
    );
    await this.send('POST', `/${this.name}/components`, {
      name: 'replacement',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['200'], algorithm: ['RS256'] },
    });
    for (const { id, providerId } of providers) {
      if (providerId === 'rsa-generated') await this.send('DELETE', `/${this.name}/components/${id}`);
    }
  }

  /** Ends every session of a person, as an administrator does. */
  async signOut(username: string): Promise<void> {
    await this.send('POST', `/${this.name}/users/${await this.idOf(username)}/logout`);
  }

  async sessionsOf(username: string): Promise<number> {
    return (await this.read(`/${this.name}/users/${await this.idOf(username)}/sessions`)).length;
  }

  async remove(): Promise<void> {
    await this.send('DELETE', `/${this.name}`);
  }

  /** Lets anybody on this machine register clients, which Keycloak does not by itself. */
  async openRegistration(): Promise<void> {
    const components = await this.read<{ id: string; name: string; subType?: string }>(
      `/${this.name}/components?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy`,
    );
    for (const { id, name, subType } of components) {
      const closed = name === 'Trusted Hosts' || name === 'Allowed Client Scopes' || name === 'Consent Required';
      if (subType === 'anonymous' && closed) await this.send('DELETE', `/${this.name}/components/${id}`);
    }
  }

  private async idOf(username: string): Promise<string> {
    const [person] = await this.read<{ id: string }>(`/${this.name}/users?exact=true&username=${username}`);
    if (!person) throw new Error(`nobody called ${username}`);
    return person.id;
  }

  private async read<Item>(path: string): Promise<readonly Item[]> {
    return (await (await this.send('GET', path)).json()) as readonly Item[];
  }

  private async send(method: string, path: string, body?: object): Promise<Response> {
    const answer = await fetch(`${keycloakUrl}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${await adminToken()}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
    return answer;
  }
}

/** Lives for a minute, so each request gets its own. */
async function adminToken(): Promise<string> {
  const answer = await fetch(`${keycloakUrl}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: process.env['KEYCLOAK_ADMIN_PASSWORD'] ?? '',
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return token;
}
