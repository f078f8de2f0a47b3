import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import { desktop, fakeSettings, fakeSurroundings } from '../../test/fakes/signInEdges.ts';
import { SsoError, type ErrorCode } from '../base/ssoError.ts';
import type { Environment, OwnSignIn } from '../model/environment.ts';
import type { Host } from '../model/host.ts';
import type { SignInFlow } from '../model/signInFlow.ts';
import { anotherFlow, chooseFlow, mayTryAnother } from './chooseFlow.ts';

const ssh: Host = { ...desktop, runs: 'remote' };
const withDevice = { device_authorization_endpoint: 'https://id.example/device' };

function worldOf(host: Host, picks?: string, pinned?: SignInFlow, own: Partial<OwnSignIn> = {}) {
  const seen: (readonly string[])[] = [];
  const ask = fakeAsk({
    choose: (_title, labels) => {
      seen.push(labels);
      return picks;
    },
  });
  const environment: Environment = {
    name: 'staging',
    provider: 'oidc',
    issuer: 'https://id.example',
    signIn: { clientId: 'dev', scopes: ['openid'], parameters: {}, redirectUris: [], ...own },
  };
  const deps = { ask, settings: fakeSettings({ signInFlow: () => pinned }), surroundings: fakeSurroundings(host) };
  return { deps, environment, seen, asked: ask.asked };
}

describe('chooseFlow', () => {
  it('H54 starts the loopback at once on the machine of the person', async () => {
    const { deps, environment, asked } = worldOf(desktop);
    assert.equal(await chooseFlow(deps, environment, withDevice), 'loopback');
    assert.deepEqual(asked, []);
  });

  it('H54 asks elsewhere, with the device code last, and never starts one silently', async () => {
    const { deps, environment, asked, seen } = worldOf(ssh, 'Type a code');
    assert.equal(await chooseFlow(deps, environment, withDevice), 'deviceCode');
    assert.deepEqual(asked, ['choose: Sign In to staging']);
    assert.equal(seen[0]?.at(-1), 'Type a code');
    const dismissed = worldOf(ssh);
    await assert.rejects(chooseFlow(dismissed.deps, dismissed.environment, withDevice), {
      code: 'operation.cancelled',
    });
  });

  it('H54 the setting pins one without a question, and says when it cannot work', async () => {
    const { deps, environment, asked } = worldOf(ssh, undefined, 'deviceCode');
    assert.equal(await chooseFlow(deps, environment, withDevice), 'deviceCode');
    assert.deepEqual(asked, []);
    await assert.rejects(chooseFlow(deps, environment, {}), { code: 'signIn.flowUnavailable' });
  });

  it('H54 sso.json moves a way to the front, and does not start it', async () => {
    const { deps, environment, seen } = worldOf(ssh, 'Type a code', undefined, { flow: 'deviceCode' });
    await chooseFlow(deps, environment, withDevice);
    assert.equal(seen[0]?.[0], 'Type a code');
  });

  it('H54 offers what is left after a way that failed, and nothing where nothing is', async () => {
    const { deps, environment, seen } = worldOf(desktop, 'Paste the address');
    const failed = { tried: ['loopback'], because: 'The browser did not come back.' } as const;
    assert.equal(await anotherFlow(deps, environment, withDevice, failed), 'pastedUrl');
    assert.deepEqual(seen, [['Paste the address', 'Type a code']]);
    const all = { tried: ['loopback', 'pastedUrl', 'deviceCode'], because: '' } as const;
    assert.equal(await anotherFlow(deps, environment, withDevice, all), undefined);
    assert.equal(seen.length, 1);
  });

  const cases: readonly [code: ErrorCode, may: boolean][] = [
    ['signIn.timeout', true],
    ['signIn.portUnavailable', true],
    ['signIn.flowUnavailable', true],
    ['browser.notOpened', true],
    ['signIn.refused', false],
    ['signIn.denied', false],
    ['signIn.answerInvalid', false],
    ['operation.cancelled', false],
    ['issuer.mismatch', false],
  ];
  for (const [code, may] of cases) {
    it(`${code} ${may ? 'may' : 'may not'} be got around`, () => {
      assert.equal(mayTryAnother(new SsoError(code, { message: 'x' })), may);
    });
  }
});
