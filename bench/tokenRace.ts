import { takeTurns, timed, type Outcome } from './measure.ts';
import { decode, findTokens } from './product.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const token = [
  encode({ alg: 'RS256', typ: 'JWT', kid: '2026-11' }),
  encode({
    iss: 'https://id.example.com/realms/acme',
    sub: '8f0c3a5e-7a30-4bd8-9d0c-1f2e3d4c5b6a',
    aud: 'shop',
    exp: 1_795_500_000,
    iat: 1_795_496_400,
    nonce: 'T0b5f0hBJ0n8l1uUeXyW3A',
    name: 'Alice Adams',
    email: 'alice@example.com',
    groups: ['sales', 'sales/leads'],
    roles: ['clerk'],
  }),
  Buffer.alloc(256, 0xa5).toString('base64url'),
].join('.');

/** Goal 4, as far as it is about decoding and finding. */
export async function tokenRace(): Promise<readonly Outcome[]> {
  const [decoding = NaN, rawDecoding = NaN] = await takeTurns(
    41,
    [() => timed(repeated(5_000, () => decode(token))), () => timed(repeated(5_000, () => rawDecode(token)))],
    8,
  );
  const find = async (text: string, rounds: number): Promise<readonly number[]> =>
    takeTurns(rounds, [() => timed(() => findTokens(text)), () => timed(() => beginnings(text))], 2);
  const [ten = NaN, rawTen = NaN] = await find(log(10_000_000), 15);
  const [hundred = NaN, rawHundred = NaN] = await find(log(100_000_000), 5);
  return [
    {
      name: 'decoding 5 000 tokens, against Buffer and JSON.parse',
      product: decoding,
      anchor: rawDecoding,
      unit: 'ms',
      goal: 2,
    },
    { name: 'finding tokens in 10 MB, against a loop of indexOf', product: ten, anchor: rawTen, unit: 'ms', goal: 1 },
    {
      name: 'finding tokens in 100 MB, against a loop of indexOf',
      product: hundred,
      anchor: rawHundred,
      unit: 'ms',
      goal: 1,
    },
  ];
}

function rawDecode(text: string): unknown {
  const [header = '', claims = ''] = text.split('.');
  return [header, claims].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
}

/** The loop that the goal names: it finds beginnings only. */
function beginnings(text: string): number {
  let count = 0;
  for (let at = text.indexOf('eyJ'); at >= 0; at = text.indexOf('eyJ', at + 3)) count++;
  return count;
}

/** Lines as servers write them, one in a hundred with a token. */
function log(length: number): string {
  const plain =
    '2026-11-24T06:00:00.000Z INFO [http] GET /orders?page=7 200 12 ms user=alice Job 4711 joined the queue elevated\n';
  const block = `${plain.repeat(99)}2026-11-24T06:00:00.100Z DEBUG [http] Authorization: Bearer ${token}\n`;
  return Buffer.from(block.repeat(Math.ceil(length / block.length))).toString('latin1', 0, length);
}

const repeated = (times: number, work: () => unknown) => (): void => {
  for (let count = 0; count < times; count++) work();
};
