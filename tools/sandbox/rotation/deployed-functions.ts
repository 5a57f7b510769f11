import { type CloudFormationClient, DetectStackResourceDriftCommand } from '@aws-sdk/client-cloudformation';

import type { Assembly } from '../../access/assembly';
import { entriesOf, type Entry } from '../../access/template';
import { type SynthesizedFunction, synthesizedFunction } from '../../functions/synthesized-function';
import { NotAsDeclared } from '../errors';

interface Deployed {
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/**
 * The functions of an environment: each with the variables that it was deployed with, as the emulator reports them, and
 * with the very file of its asset.
 *
 * @param folder of the cloud assembly
 * @throws NotAsDeclared when a function is deployed otherwise than its template says
 */
export async function deployedFunctions(
  cloudFormation: CloudFormationClient,
  { stacks }: Assembly,
  folder: string,
): Promise<SynthesizedFunction[]> {
  return Promise.all(
    entriesOf(stacks, 'AWS::Lambda::Function').map(async (entry) => {
      const { Environment } = await propertiesOf(cloudFormation, entry);
      return { ...synthesizedFunction(entry, folder), variables: Environment?.Variables ?? {} };
    }),
  );
}

/** What is there now, which only the detection of drift reads back. */
async function propertiesOf(cloudFormation: CloudFormationClient, { stack, logicalId }: Entry): Promise<Deployed> {
  const { StackResourceDrift: drift } = await cloudFormation.send(
    new DetectStackResourceDriftCommand({ StackName: stack.name, LogicalResourceId: logicalId }),
  );
  if (drift?.StackResourceDriftStatus !== 'IN_SYNC' || drift.ActualProperties === undefined) {
    const differences = (drift?.PropertyDifferences ?? []).map(({ PropertyPath }) => PropertyPath).join(', ');
    throw new NotAsDeclared(
      `function ${logicalId} of ${stack.name} is not as its template says (${drift?.StackResourceDriftStatus ?? 'unknown'}${differences === '' ? '' : `: ${differences}`})`,
      'Run the sandbox again with --keep and look at the function',
    );
  }
  return JSON.parse(drift.ActualProperties) as Deployed;
}
