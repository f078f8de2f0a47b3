import assert from 'node:assert/strict';
import { javaRelease } from '../../test/keycloak/javaRelease.ts';
import { wantsKeycloak } from './keycloakRun.ts';

describe('a run with Keycloak', () => {
  const asked: readonly [grep: string | undefined, wanted: boolean][] = [
    [undefined, true],
    ['real Keycloak', true],
    ['pushes the request where the client has to', true],
    ['^J63', true],
    ['the device code is shown, and typed in', true], // in the browser
    ['no test is called this', false],
  ];
  for (const [grep, wanted] of asked) {
    it(`${grep ?? 'everything'}: ${wanted ? 'starts it' : 'does without'}`, () => {
      assert.equal(wantsKeycloak(grep), wanted);
    });
  }

  const versions: readonly [said: string, release: number | undefined][] = [
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.2"', 21],
    ['The operation could not be completed. Unable to locate a Java Runtime.', undefined],
  ];
  for (const [said, release] of versions) {
    it(`Java ${String(release)} in: ${said}`, () => {
      assert.equal(javaRelease(said), release);
    });
  }
});
