import { randomBytes } from 'node:crypto';
import { isRecord } from '../base/foreign.ts';
import type { ApplicationFields, RegisteredApplication } from '../model/application.ts';
import { parseFields } from './registrationShape.ts';
import { SavedValue } from './savedValue.ts';
import type { StateFolder } from './stateFolder.ts';

/** An application as this provider knows it. */
export interface Registration extends RegisteredApplication {
  /** Only where it authenticates with one. */
  readonly secret?: string;
  /** What a client that registered itself said (RFC 7591), for what the fields have no word for. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export type Change = Partial<Pick<Registration, 'fields' | 'secret' | 'metadata' | 'ours'>>;

/**
 * The registrations, kept in `registrations.json`. Versions count up over all of them, so that an application that was removed
 * and made again never has a version it had before.
 */
export class Registrations {
  private readonly byId = new Map<string, Registration>();
  private readonly file: SavedValue;
  private revision = 0;

  constructor(folder: StateFolder) {
    const saved = folder.read('registrations.json');
    if (isRecord(saved)) {
      this.revision = typeof saved['revision'] === 'number' ? saved['revision'] : 0;
      const list: unknown[] = Array.isArray(saved['registrations']) ? saved['registrations'] : [];
      for (const registration of list.flatMap(parseRegistration)) this.byId.set(registration.clientId, registration);
    }
    this.file = new SavedValue(folder, 'registrations.json', () => ({
      revision: this.revision,
      registrations: this.list(),
    }));
  }

  list(): readonly Registration[] {
    return [...this.byId.values()];
  }

  get(clientId: string): Registration | undefined {
    return this.byId.get(clientId);
  }

  /** Resolves when the registration is on the disk. */
  async put(clientId: string, registration: Omit<Registration, 'clientId' | 'version'>): Promise<Registration> {
    const stored = { ...registration, clientId, version: String(++this.revision) };
    this.byId.set(clientId, stored);
    await this.file.save();
    return stored;
  }

  async remove(clientId: string): Promise<void> {
    if (!this.byId.delete(clientId)) return;
    this.revision++;
    await this.file.save();
  }

  /** The API whose access tokens have this audience (RFC 8707). */
  api(audience: string): Registration | undefined {
    return this.list().find(
      ({ fields }) => fields.type === 'api' && fields.audience !== undefined && sameUri(fields.audience, audience),
    );
  }

  settled(): Promise<void> {
    return this.file.settled();
  }
}

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** How an application authenticates; a client that registered itself may have a secret without saying so in our words. */
export const needsSecret = ({ clientAuthentication }: ApplicationFields): boolean => clientAuthentication === 'secret';

const sameUri = (one: string, other: string): boolean =>
  one === other || URL.parse(one)?.href === URL.parse(other)?.href;

function parseRegistration(value: unknown): readonly Registration[] {
  if (!isRecord(value) || typeof value['clientId'] !== 'string' || typeof value['version'] !== 'string') return [];
  const parsed = parseFields(value['fields']);
  if ('problem' in parsed) return [];
  const { secret, metadata } = value;
  return [
    {
      clientId: value['clientId'],
      version: value['version'],
      ours: value['ours'] === true,
      fields: parsed.fields,
      ...(typeof secret === 'string' && { secret }),
      ...(isRecord(metadata) && { metadata }),
    },
  ];
}
