import assert from 'node:assert/strict';
import { freePort, TestWorkspace } from './composedProduct.ts';
import { declarationAt } from './productDeclaration.ts';

describe('the product signs in for another extension', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    await workspace.files.write('sso.json', declarationAt(await freePort()));
  });
  afterEach(() => workspace.close());

  it('T38 G47 asks the provider for the scopes alone: the environment among them is never sent', async () => {
    const window = await workspace.open();
    const asked = Object.freeze(['profile', 'SSO_ENVIRONMENT:local', 'openid', 'profile']);
    const session = await window.product.signIn(asked, undefined);
    assert.deepEqual([session.environment, session.scopes], ['local', ['profile', 'openid']]);
    assert.deepEqual(window.http.scopes, ['profile openid']);
    assert.ok(!window.log.lines.join('\n').includes('SSO_ENVIRONMENT'));
  });

  it('G51 an environment that is not there is refused by the names of those that are, and nothing starts', async () => {
    const window = await workspace.open();
    const asking = window.product.signIn(['openid', 'SSO_ENVIRONMENT:moon'], undefined);
    await assert.rejects(asking, {
      code: 'environment.unknown',
      message: 'This workspace has no environment "moon".',
      hint: /local/,
    });
    assert.deepEqual([window.http.scopes, window.opened], [[], []]);
  });
});
