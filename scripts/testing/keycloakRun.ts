/** One real Keycloak for a whole run: started early beside the other tiers, and shared by those that need it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../test/editorHost/project.ts';
import { KeycloakMissing } from '../../test/keycloak/installKeycloak.ts';
import { startKeycloak, type Keycloak, type KeycloakAddress } from '../../test/keycloak/startKeycloak.ts';
import { titlesIn } from '../documents/testTitles.ts';

export class KeycloakRun {
  private readonly starting: Promise<Keycloak | Error>;

  /** Begins at once; nobody has to wait before `address`. */
  constructor() {
    this.starting = startKeycloak().catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
  }

  /** Waits until it answers. An error where it cannot be had, or does not start. */
  async address(): Promise<KeycloakAddress | Error> {
    const keycloak = await this.starting;
    return keycloak instanceof Error ? keycloak : keycloak.address;
  }

  async end(): Promise<void> {
    const keycloak = await this.starting;
    if (!(keycloak instanceof Error)) keycloak.stop();
  }
}

/** What cannot be had is left out; what does not start is a failure. */
export const isMissing = (error: Error): boolean => error instanceof KeycloakMissing;

/** Whether tests with these words in their titles, or all, have one among them that signs in to Keycloak. */
export function wantsKeycloak(grep: string | undefined): boolean {
  if (grep === undefined || /keycloak/i.test(grep)) return true;
  const asked = new RegExp(grep);
  return globSync(['test/keycloak/*.test.ts', 'test/ui/keycloak.spec.ts'], { cwd: projectFolder }).some((file) =>
    titlesIn(file, readFileSync(join(projectFolder, file), 'utf8')).some(({ title }) => asked.test(title)),
  );
}
