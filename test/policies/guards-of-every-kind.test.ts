import { everyKind } from '../support/every-kind';
import { mutantsOf } from '../support/mutants';
import { report, survivingMutants } from '../support/surviving-mutants';
import { named, synth } from '../support/templates';
import { harmlessChanges } from './harmless-changes';

/** Of what production has less of. */
const kinds = ['AWS::IAM::', 'AWS::Lambda::Function', 'AWS::CloudWatch::', 'AWS::Logs::', 'AWS::SNS::'];

// Beside guards.test.ts, in a file of its own so that both run at the same time.
test('notices what is taken from the principals and functions that production does not have', async () => {
  const full = named(everyKind, 'full');
  const mutants = [...mutantsOf(synth(full))].filter(({ kind }) => kinds.some((type) => kind.startsWith(type)));
  const survivors = await survivingMutants(full, mutants);
  report('every kind of principal and function', mutants, survivors);
  expect(survivors.filter(({ kind }) => !(kind in harmlessChanges)).map(({ name }) => name)).toEqual([]);
}, 300_000);
