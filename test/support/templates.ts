import { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { RegionInfo } from 'aws-cdk-lib/region-info';

import { configuration } from '../../lib/config/environments';
import { loadConfiguration } from '../../lib/config/load-configuration';
import { partitionOf } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { isDelivered } from '../../lib/delivery/delivered';
import { deliveryStacks } from '../../lib/stacks/delivery-stacks';
import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { deviationsOf, originsOf, type SynthesizedEnvironment } from '../../tools/assembly/cloud-assembly';
import {
  entriesOf,
  type Entry,
  listOf,
  type PolicyDocument,
  type Resource,
  type Stack,
  type Statement,
  type Template,
} from '../../tools/access/template';
import { sharedJson } from './shared-folder';

/** A day on which every deviation of the repository holds, so that no test fails by itself one morning. */
export const today = new Date('2026-10-01T00:00:00Z');

/** The environments of lib/config/environments.ts, checked. */
export const environments: readonly Environment[] = loadConfiguration(configuration, {
  file: 'lib/config/environments.ts',
  today,
}).environments;

export function named(among: readonly Environment[], name: string): Environment {
  const environment = among.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`there is no environment ${name}`);
  return environment;
}

const synthesized = new Map<Environment, readonly Stack[]>();

/** A stack as `cdk synth` writes it, with all intrinsic functions. */
export function stackOf(artifact: CloudFormationStackArtifact, environment: Environment): Stack {
  return {
    name: artifact.stackName,
    account: artifact.environment.account,
    region: artifact.environment.region,
    partition: partitionOf(environment),
    urlSuffix: RegionInfo.get(environment.region).domainSuffix ?? 'amazonaws.com',
    terminationProtection: artifact.terminationProtection ?? false,
    template: artifact.template as Template,
    origins: originsOf(artifact.metadata),
    deviations: deviationsOf(artifact.metadata),
  };
}

/** An environment with who delivers it, as `cdk synth -c delivery=true` puts them side by side. */
export function stageOf(app: App, environment: Environment): EnvironmentStage {
  const stage = new EnvironmentStage(app, environment);
  if (isDelivered(environment)) deliveryStacks(stage, environment);
  return stage;
}

function synthesizedStacks(environment: Environment): readonly Stack[] {
  return stageOf(new App(), environment)
    .synth()
    .stacks.map((artifact) => stackOf(artifact, environment));
}

/** The stacks of an environment as `cdk synth` writes them. */
export function synth(environment: Environment): readonly Stack[] {
  const known = synthesized.get(environment);
  if (known !== undefined) return known;
  const stacks = sharedJson('stacks', environment, () => synthesizedStacks(environment));
  synthesized.set(environment, stacks);
  return stacks;
}

/** An environment as the reader of `cdk.out` gives it. */
export function synthesizedEnvironment(environment: Environment): SynthesizedEnvironment {
  const { name, account, region } = environment;
  return { name, account, region, stacks: synth(environment) };
}

/** Resources of a type in the stacks of an environment. @throws Error when there is none: a rule about nothing proves nothing */
export function resourcesOf(stacks: readonly Stack[], type: string): Entry[] {
  const found = entriesOf(stacks, type);
  if (found.length === 0) throw new Error(`no stack has an ${type}`);
  return found;
}

/** Where a policy document may stand in a resource. */
const policyProperties = ['AssumeRolePolicyDocument', 'KeyPolicy', 'PolicyDocument', 'ResourcePolicy'];

export interface PlacedStatement extends Entry {
  readonly statement: Statement;
}

/** Every statement of every policy that stands in the resources, of one type or of all. */
export function statementsOf(stacks: readonly Stack[], type?: string): PlacedStatement[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .flatMap(([logicalId, resource]) =>
        documentsOf(resource).flatMap((document) =>
          listOf(document.Statement).map((statement) => ({ stack, logicalId, resource, statement })),
        ),
      ),
  );
}

/** Log groups have their policy as text. */
function readDocument(written: unknown): PolicyDocument {
  return (typeof written === 'string' ? JSON.parse(written) : written) as PolicyDocument;
}

/** The policy documents of one resource, its inline policies among them. */
export function documentsOf({ Properties = {} }: Resource): PolicyDocument[] {
  const inline = listOf(Properties.Policies as { PolicyDocument: PolicyDocument }[] | undefined);
  return [
    ...policyProperties.flatMap((property) =>
      Properties[property] === undefined ? [] : [readDocument(Properties[property])],
    ),
    ...inline.map(({ PolicyDocument: document }) => document),
  ];
}
