import assert from 'node:assert/strict';
import { fakeAsk } from '../../test/fakes/fakeAsk.ts';
import type { DeviceCode } from '../signIn/request.ts';
import { signInPerson } from './signInPerson.ts';

const code: DeviceCode = {
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://id.example.com/device',
  verificationUriComplete: 'https://id.example.com/device?user_code=WDJB-MJHT',
  expiresAt: new Date('2026-03-01T09:10:00Z'),
};
const forever = new AbortController().signal;

function worldOf({ agrees = true, text = undefined as string | undefined, broken = false } = {}) {
  const details: string[] = [];
  const copied: string[] = [];
  const opened: string[] = [];
  const steps: string[] = [];
  const ask = fakeAsk({
    confirm: (_, words) => {
      details.push(words);
      return agrees;
    },
    text: () => text,
  });
  const works = <Result>(result: Result): Promise<Result> =>
    broken ? Promise.reject(new Error('not here')) : Promise.resolve(result);
  const person = signInPerson(
    {
      ask,
      browser: { open: (url) => works(opened.push(url) > 0) },
      clipboard: { read: () => Promise.resolve(''), write: (words) => works(void copied.push(words)) },
    },
    (step) => steps.push(step),
  );
  return { person, asked: ask.asked, details, copied, opened, steps };
}

describe('signInPerson', () => {
  it('H56 shows code and page, warns of codes from others, and copies and opens on request', async () => {
    const { person, asked, details, copied, opened, steps } = worldOf();
    assert.equal(await person.showCode(code, forever), true);
    assert.deepEqual(asked, ['confirm: Your code: WDJB-MJHT']);
    assert.match(details[0] ?? '', /https:\/\/id\.example\.com\/device on any device.*only because you are signing in/);
    assert.deepEqual(copied, ['WDJB-MJHT']);
    assert.deepEqual(opened, ['https://id.example.com/device?user_code=WDJB-MJHT']);
    assert.deepEqual(steps, ['Type WDJB-MJHT at https://id.example.com/device']);
  });

  it('H56 opens the plain page where there is no other', async () => {
    const { verificationUri, userCode, expiresAt } = code;
    const { person, opened } = worldOf();
    await person.showCode({ verificationUri, userCode, expiresAt }, forever);
    assert.deepEqual(opened, ['https://id.example.com/device']);
  });

  it('H56 B12 opens and copies nothing when the person gives up', async () => {
    const { person, copied, opened, steps } = worldOf({ agrees: false });
    assert.equal(await person.showCode(code, forever), false);
    assert.deepEqual([copied, opened, steps], [[], [], []]);
  });

  it('H56 goes on where neither clipboard nor browser work: another device will do', async () => {
    const { person, steps } = worldOf({ broken: true });
    assert.equal(await person.showCode(code, forever), true);
    assert.equal(steps.length, 1);
  });

  it('H55 asks for the address, keeps asking while it is refused, and hears of giving up', async () => {
    const taken = worldOf({ text: 'http://127.0.0.1/callback?code=c' });
    assert.equal(await taken.person.pastedAddress(() => undefined, forever), 'http://127.0.0.1/callback?code=c');
    const refused = worldOf({ text: 'nonsense' }); // the question itself refuses it
    await assert.rejects(
      async () => refused.person.pastedAddress(() => 'This is no address.', forever),
      /This is no address/,
    );
    assert.equal(await worldOf().person.pastedAddress(() => undefined, forever), undefined);
  });
});
