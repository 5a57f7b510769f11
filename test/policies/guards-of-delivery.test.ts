import { isDeployedByHand } from '../../lib/delivery/names';
import type { Stack } from '../../tools/access/template';
import { everyKind } from '../support/every-kind';
import { mutantsOf } from '../support/mutants';
import { besideExecution } from '../support/room';
import { report, survivingMutants } from '../support/surviving-mutants';
import { named, synth } from '../support/templates';
import { worseMutantsOf } from '../support/worse-mutants';
import { harmlessChanges } from './harmless-changes';

/** What a person deploys, but for the policies of CloudFormation: test/delivery-execution takes those apart. */
function byHand(stacks: readonly Stack[]): readonly Stack[] {
  return besideExecution(stacks).filter(({ name }) => isDeployedByHand(name));
}

/** The workload's consumers read no secret, so nobody misses that right, nor the way to its key; production's do. */
const unused =
  /^AWS::IAM::ManagedPolicy: (?:AtMostSecrets(?: removed|: Action\[\] removed|: Allow as Deny)|AtMostKey: Condition\.StringEquals\.kms:ViaService\[\] removed)$/;

test('notices what is taken from the roles of jobs, their trust and the boundaries', async () => {
  const environment = named(everyKind, 'lodger');
  const stacks = synth(environment);
  const before = JSON.stringify(byHand(stacks));
  const mutants = [...mutantsOf(stacks), ...worseMutantsOf(stacks)].filter(
    (mutant) => JSON.stringify(byHand(mutant.stacks)) !== before,
  );
  const survivors = await survivingMutants(environment, mutants);
  report('what a person deploys', mutants, survivors);
  const told = survivors.filter(({ kind }) => !(kind in harmlessChanges) && !unused.test(kind));
  expect(told.map(({ name }) => name)).toEqual([]);
  expect(mutants.length).toBeGreaterThan(100);
}, 300_000);
