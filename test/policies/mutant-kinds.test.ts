import { everyKind } from '../support/every-kind';
import { mutantsOf } from '../support/mutants';
import { environments, named, synth } from '../support/templates';
import { worseMutantsOf } from '../support/worse-mutants';
import { mutantKinds } from './mutant-kinds';

/** What the guards prove is worth as much as what is tried: each kind of weakening is tried in production. */

interface Tried {
  readonly type: string;
  readonly what: string;
}

function triedOn(stacks: ReturnType<typeof synth>): Tried[] {
  return [...mutantsOf(stacks), ...worseMutantsOf(stacks)].map(({ kind }) => {
    const [type = '', ...what] = kind.split(': ');
    return { type, what: what.join(': ') };
  });
}

const prod = triedOn(synth(named(environments, 'prod')));
const full = triedOn(synth(named(everyKind, 'full')));

const counts = new Map<string, number>();

afterAll(() => {
  const told = [...counts].map(([kind, count]) => `${kind} ${String(count)}`).join(', ');
  process.stderr.write(`guards are tried with: ${told}\n`);
});

test.each(Object.entries(mutantKinds))('the guards are tried with %s', (kind, isOf) => {
  const count = prod.filter(isOf).length;
  counts.set(kind, count);
  expect(count).toBeGreaterThan(0);
});

test('a lock that is COMPLIANCE is weakened too, where there is one', () => {
  expect(full.filter(({ what }) => what.endsWith('COMPLIANCE as GOVERNANCE'))).not.toHaveLength(0);
});
