import assert from 'node:assert/strict';
import type { CommandName } from '../../src/commands/names.ts';
import { errorText } from '../../src/views/errorText.ts';
import { freePort, TestWorkspace } from './composedProduct.ts';

describe('the product and names that a stranger wrote', function () {
  this.timeout(30_000);
  const workspace = new TestWorkspace();
  after(() => workspace.close());

  it('makes no link, command or icon of them in what people are asked and told', async () => {
    const name = '[Shop](command:evil) $(bug)';
    const application = { name, type: 'web', redirectPaths: ['/callback'] };
    const environment = { provider: 'local', port: await freePort() };
    const declared = {
      environments: { [name]: environment, [`${name} 2`]: { ...environment, port: environment.port + 1 } },
      applications: { [name]: application, [`${name} 2`]: application },
      people: { [name]: { name } },
    };
    await workspace.files.write('sso.json', JSON.stringify(declared));
    const window = await workspace.open({ chooses: () => undefined, answers: () => undefined });
    const asking: readonly CommandName[] = [
      'apply',
      'compare',
      'openApplication',
      'showMenu',
      'signInAs',
      'useEnvironment',
    ];
    for (const command of asking) await window.product.run(command);
    const row = { kind: 'application', application: name };
    await assert.rejects(window.product.run('openApplication', row), (error) => {
      window.told.push(errorText(error).message);
      return true;
    });
    const said = [...window.asked, ...window.told];
    assert.equal(said.length, 7);
    for (const words of said) {
      assert.match(words, /\[Shop\] \(command:evil\) \$ \(bug\)/);
      assert.doesNotMatch(words, /\]\(|\$\(/);
    }
  });
});
