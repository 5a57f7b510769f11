import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

import { groupedBy } from '../../access/grouped';
import { readCloudAssembly, type SynthesizedEnvironment } from '../../assembly/cloud-assembly';
import type { Stack } from '../../access/template';
import { bootstrapQualifierOf } from '../../../lib/config/bootstrap-qualifier';
import { partitionOf } from '../../../lib/config/names';
import { WrongCall } from '../delivery-error';
import { stacksByHand } from './by-hand';

const commonQualifier = bootstrapQualifierOf({});

/** Stacks that are deployed to one account and Region, and who may read there. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Of the bootstrap: reads everything but what is encrypted. */
  readonly lookupRoleArn: string;
  readonly stacks: readonly Stack[];
  /** What a person has to have deployed there before them. */
  readonly byHand: readonly Stack[];
}

function lookupRoleOf(artifact: CloudFormationStackArtifact | undefined, partition: string): string {
  const arn = artifact?.lookupRole?.arn;
  if (arn !== undefined) return arn.replaceAll('${AWS::Partition}', partition);
  throw new WrongCall(
    `stack ${artifact?.stackName ?? '(unknown)'} names no lookup role: synthesize it with the CDK's default synthesizer`,
  );
}

function environmentIn(assembly: string, environment: string): SynthesizedEnvironment {
  if (!existsSync(join(assembly, 'manifest.json'))) {
    throw new WrongCall(`${assembly} holds no assembly: write it with npm run assembly`);
  }
  const environments = readCloudAssembly(assembly);
  const found = environments.find(({ name }) => name === environment);
  if (found !== undefined) return found;
  const names = environments.map(({ name }) => name).join(', ');
  throw new WrongCall(`there is no environment '${environment}' in ${assembly}: choose one of ${names}`);
}

/** What tells the bootstrap roles of a place from those of others. */
export function qualifierOf({ lookupRoleArn }: Pick<Place, 'lookupRoleArn'>): string {
  return /:role\/cdk-([a-z\d]+)-/.exec(lookupRoleArn)?.[1] ?? commonQualifier;
}

/** Only who delivers has bootstrap roles of an environment's own: without what a person deploys, nothing would be asked of it. */
function assertWhole(assembly: string, environment: string, places: readonly Place[]): void {
  const isDelivered = places.some((place) => qualifierOf(place) !== commonQualifier);
  if (!isDelivered || places.some(({ byHand }) => byHand.length > 0)) return;
  throw new WrongCall(`${assembly} lacks what a person deploys for ${environment}: write it with npm run assembly`);
}

/**
 * The places of one environment, in the order in which its stacks stand in the assembly.
 *
 * @throws WrongCall when the assembly has no such environment, or not all of it
 */
export function placesOf(assembly: string, environment: string): Place[] {
  const { stacks: all } = environmentIn(assembly, environment);
  const artifacts = new CloudAssembly(assembly).stacksRecursively;
  const byHand = stacksByHand(assembly, environment);
  const places = [...groupedBy(all, ({ account, region }) => `${account}/${region}`).values()].flatMap((stacks) => {
    const [first] = stacks;
    if (first === undefined) return [];
    const { account, region } = first;
    const isHere = (one: Pick<Stack, 'account' | 'region'>) => one.account === account && one.region === region;
    const partition = partitionOf(first);
    const artifact = artifacts.find(({ stackName, environment: place }) => stackName === first.name && isHere(place));
    const lookupRoleArn = lookupRoleOf(artifact, partition);
    return [{ account, region, partition, lookupRoleArn, stacks, byHand: byHand.filter(isHere) }];
  });
  assertWhole(assembly, environment, places);
  return places;
}
