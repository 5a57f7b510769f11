import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

import { groupedBy } from '../../access/grouped';
import { readCloudAssembly } from '../../assembly/cloud-assembly';
import type { Stack } from '../../access/template';
import { partitionOf } from '../../../lib/config/names';
import { WrongCall } from '../delivery-error';

/** Stacks that are deployed to one account and Region, and who may read there. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Of the bootstrap: reads everything but what is encrypted. */
  readonly lookupRoleArn: string;
  readonly stacks: readonly Stack[];
}

function lookupRoleOf(artifact: CloudFormationStackArtifact | undefined, partition: string): string {
  const arn = artifact?.lookupRole?.arn;
  if (arn !== undefined) return arn.replaceAll('${AWS::Partition}', partition);
  throw new WrongCall(
    `stack ${artifact?.stackName ?? '(unknown)'} names no lookup role: synthesize it with the CDK's default synthesizer`,
  );
}

/**
 * The places of one environment, in the order in which its stacks stand in the assembly.
 *
 * @throws WrongCall when the assembly has no such environment
 */
export function placesOf(assembly: string, environment: string): Place[] {
  if (!existsSync(join(assembly, 'manifest.json'))) {
    throw new WrongCall(`${assembly} holds no assembly: write it with npm run assembly`);
  }
  const environments = readCloudAssembly(assembly);
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) {
    const names = environments.map(({ name }) => name).join(', ');
    throw new WrongCall(`there is no environment '${environment}' in ${assembly}: choose one of ${names}`);
  }
  const artifacts = new CloudAssembly(assembly).stacksRecursively;
  const places = groupedBy(found.stacks, ({ account, region }) => `${account}/${region}`);
  return [...places.values()].flatMap((stacks) => {
    const [first] = stacks;
    if (first === undefined) return [];
    const { account, region } = first;
    const partition = partitionOf(first);
    const artifact = artifacts.find(
      (one) => one.stackName === first.name && one.environment.account === account && one.environment.region === region,
    );
    return [{ account, region, partition, lookupRoleArn: lookupRoleOf(artifact, partition), stacks }];
  });
}
