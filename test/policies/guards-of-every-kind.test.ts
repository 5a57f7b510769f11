import { everyKind } from '../support/every-kind';
import { type Mutant, mutantsOf } from '../support/mutants';
import { report, survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { worseMutantsOf } from '../support/worse-mutants';
import { harmlessChanges } from './harmless-changes';

/** Of what production has less of. */
const kinds = ['AWS::IAM::', 'AWS::Lambda::Function', 'AWS::CloudWatch::', 'AWS::Logs::', 'AWS::SNS::'];

/** Changes for the worse of a kind that production has nothing of: the others are tried on production. */
function worseThanInProduction(stacks: ReturnType<typeof synth>): Mutant[] {
  const known = new Set([...worseMutantsOf(synth(named(environments, 'prod')))].map(({ kind }) => kind));
  const worse = [...worseMutantsOf(stacks)].filter(({ kind }) => !known.has(kind));
  if (worse.length === 0) throw new Error('nothing is tried that production does not have');
  return worse;
}

// Beside guards.test.ts, in a file of its own so that both run at the same time.
test('notices what is taken from the principals and functions that production does not have', async () => {
  const full = named(everyKind, 'full');
  const taken = [...mutantsOf(synth(full))].filter(({ kind }) => kinds.some((type) => kind.startsWith(type)));
  const mutants = [...taken, ...worseThanInProduction(synth(full))];
  const survivors = await survivingMutants(full, mutants);
  report('every kind of principal and function', mutants, survivors);
  expect(survivors.filter(({ kind }) => !(kind in harmlessChanges)).map(({ name }) => name)).toEqual([]);
}, 300_000);
