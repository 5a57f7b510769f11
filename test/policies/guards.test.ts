import { everyKind } from '../support/every-kind';
import { type Mutant, mutantsOf } from '../support/mutants';
import { survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { harmlessChanges } from './harmless-changes';

/** For every guard a test that fails when it is removed: each is removed once, and the rules are asked again. */

const prod = named(environments, 'prod');
const full = named(everyKind, 'full');

async function unnoticed(environment: typeof prod, mutants: readonly Mutant[]): Promise<Mutant[]> {
  const survivors = await survivingMutants(environment, mutants);
  const [killed, total] = [mutants.length - survivors.length, mutants.length];
  process.stderr.write(
    `guards of ${environment.name}: ${String(killed)} of ${String(total)} changes noticed, ${String(survivors.length)} harmless or missed\n`,
  );
  return survivors;
}

const minute = 60_000;
const survivors: Mutant[] = [];

test(
  'notices every statement, condition and property that is taken from production',
  async () => {
    survivors.push(...(await unnoticed(prod, [...mutantsOf(synth(prod))])));
    expect(survivors.filter(({ kind }) => !(kind in harmlessChanges)).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(harmlessChanges).filter((known) => !survivors.some(({ kind }) => kind === known))).toEqual([]);
  },
  2 * minute,
);

test(
  'notices what is taken from the principals that production does not have',
  async () => {
    const mutants = [...mutantsOf(synth(full))].filter(({ kind }) => kind.startsWith('AWS::IAM::'));
    const missed = (await unnoticed(full, mutants)).filter(({ kind }) => !(kind in harmlessChanges));
    expect(missed.map(({ name }) => name)).toEqual([]);
  },
  2 * minute,
);
