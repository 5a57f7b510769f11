import { roomOf } from '../../support/room';
import { type Judged, judge } from './judged';
import { excuses, excuseOf } from './kinds/trust';
import { neighbourKinds } from './neighbour-kinds';
import { rowsOf, scenes } from './scenes';

/** For each row that an environment declares, a request that is allowed, and every request next to it, that is refused. */

interface Found extends Judged {
  readonly rows: number;
  /** Exceptions that were made for services which name no source. */
  readonly excused: readonly string[];
}

const judged = new Map<string, Promise<Found>>();

async function judgeScene(name: string): Promise<Found> {
  const environment = scenes.get(name);
  if (environment === undefined) throw new Error(`there is no environment ${name}`);
  const room = roomOf(environment);
  const rows = await rowsOf(room);
  const excused = rows.flatMap((row) => excuseOf(row) ?? []);
  const found = { rows: rows.length, excused, ...(await judge(room, rows, neighbourKinds)) };
  const { allowed, refused, byKind } = found;
  process.stderr.write(
    `witnesses of ${name}: ${String(rows.length)} rows, ${String(allowed)} allowed, ${String(refused)} refused by ${String(byKind.size)} kinds\n`,
  );
  return found;
}

function foundIn(name: string): Promise<Found> {
  const known = judged.get(name) ?? judgeScene(name);
  judged.set(name, known);
  return known;
}

describe.each([...scenes.keys()])('%s', (name) => {
  test('allows each declared row, and refuses everything next to it', async () => {
    const { rows, allowed, refused, wrong } = await foundIn(name);
    expect(wrong).toEqual([]);
    expect(allowed).toBe(rows);
    expect(refused).not.toBe(0);
  }, 120_000);
});

test('knows no way to be next to a request that nothing is next to: it would prove nothing', async () => {
  const all = await Promise.all([...scenes.keys()].map(foundIn));
  const idle = neighbourKinds.filter(({ name }) => all.every(({ byKind }) => !byKind.has(name)));
  expect(idle.map(({ name }) => name)).toEqual([]);
  const sum = (count: (found: Found) => number) => String(all.reduce((total, found) => total + count(found), 0));
  process.stderr.write(
    `witnesses: ${sum(({ allowed }) => allowed)} allowed, ${sum(({ refused }) => refused)} refused, in ${String(all.length)} environments by ${String(neighbourKinds.length)} kinds\n`,
  );
}, 300_000);

test('excuses no service from naming its source that asks for nothing here', async () => {
  const all = await Promise.all([...scenes.keys()].map(foundIn));
  const used = new Set(all.flatMap(({ excused }) => excused));
  expect(excuses.filter((excuse) => !used.has(excuse))).toEqual([]);
}, 300_000);
