import assert from 'node:assert/strict';
import { desktop } from '../../test/fakes/signInEdges.ts';
import type { Host } from '../model/host.ts';
import { needSamePort } from './forwardedPort.ts';

const ssh: Host = { ...desktop, runs: 'remote' };

function editor(host: Host, reached: string | Error) {
  const asked: string[] = [];
  return {
    asked,
    surroundings: {
      host,
      reachable: (url: string) => {
        asked.push(url);
        return typeof reached === 'string' ? Promise.resolve(reached) : Promise.reject(reached);
      },
      onDidOpen: () => ({ dispose: () => undefined }),
    },
  };
}

describe('needSamePort', () => {
  it('H54 F35 asks nothing where browser and listener are on one machine', async () => {
    for (const host of [desktop, { ...ssh, atLoopback: true, ui: 'web' }] as const) {
      const { asked, surroundings } = editor(host, new Error('not to be asked'));
      await needSamePort(surroundings, 7000);
      assert.deepEqual(asked, []);
    }
  });

  it('H54 is content with a forwarded port that keeps its number', async () => {
    for (const reached of ['http://127.0.0.1:7000/', 'http://localhost:7000/', 'http://localhost:7000']) {
      const { asked, surroundings } = editor(ssh, reached);
      await needSamePort(surroundings, 7000);
      assert.deepEqual(asked, ['http://127.0.0.1:7000/']);
    }
  });

  const refused: readonly [reached: string | Error, message: RegExp][] = [
    ['http://127.0.0.1:7001/', /to port 7001 of your machine/],
    ['http://localhost/', /to port 80 of your machine/],
    ['https://127.0.0.1:7000/', /to 127\.0\.0\.1:7000, not to/],
    ['https://fuzzy-7000.app.github.dev/', /to fuzzy-7000\.app\.github\.dev, not to/],
    ['https://dev.example.com/proxy/7000/', /to dev\.example\.com, not to/],
    ['http://127.0.0.1.evil.example:7000/', /to 127\.0\.0\.1\.evil\.example:7000, not to/],
    ['http://192.168.1.7:7000/', /to 192\.168\.1\.7:7000, not to/],
    ['nonsense', /an address that is none/],
    [new Error('no tunnels here'), /did not forward port 7000/],
  ];
  for (const [reached, message] of refused) {
    it(`H54 F35 refuses ${String(reached)} in words`, async () => {
      const { surroundings } = editor(ssh, reached);
      await assert.rejects(needSamePort(surroundings, 7000), { code: 'signIn.flowUnavailable', message });
    });
  }
});
