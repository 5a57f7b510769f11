import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { loadConfiguration } from '../../lib/config/load-configuration';
import { workloadStackName } from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import { writtenConfiguration } from '../../lib/config/written-configuration';
import type { Stack } from '../../tools/access/template';
import { filesBucketArn, type Room, roomOf } from '../support/room';
import { today } from '../support/templates';

export const exampleNames: readonly string[] = readdirSync(join(__dirname, '../../examples'));

/** The checked environments of an example. */
export function environmentsOf(name: string): readonly Environment[] {
  const { file, configuration } = writtenConfiguration(name);
  return loadConfiguration(configuration, { file, today }).environments;
}

/** One environment of an example with one of its workloads, ready to be asked. */
export interface Scene {
  readonly room: Room;
  readonly environment: Environment;
  readonly workload: Workload;
  /** The workload's own stack. */
  readonly stack: Stack;
  /** ARN of the workload's bucket, whether it has one or not. */
  readonly bucket: string;
  /** ARN of a consumer's role or user. */
  readonly arnOf: (consumer: string) => string;
}

/** @param workloadName when there are several. @default - the only one */
export function sceneOf(example: string, environmentName: string, workloadName?: string): Scene {
  const environment = environmentsOf(example).find(({ name }) => name === environmentName);
  if (environment === undefined) throw new Error(`examples/${example} has no environment ${environmentName}`);
  const workload = environment.workloads.find(({ name }) => workloadName === undefined || name === workloadName);
  if (workload === undefined) throw new Error(`${environmentName} has no workload ${workloadName ?? ''}`);
  const room = roomOf(environment);
  const stack = room.stacks.find(({ name }) => name === workloadStackName(environment, workload.name));
  if (stack === undefined) throw new Error(`${workload.name} has no stack`);
  const arnOf = (consumer: string) => {
    const principal = room.assembly.principals.find(({ arn }) =>
      arn.endsWith(`/${workload.name}-${environment.name}-${consumer}`),
    );
    if (principal === undefined) throw new Error(`${workload.name} has no consumer ${consumer}`);
    return principal.arn;
  };
  return { room, environment, workload, stack, bucket: filesBucketArn(room, workload), arnOf };
}

/** The properties of the resources of a type in one stack. */
export function propertiesOf(stack: Stack, type: string): Record<string, unknown>[] {
  return Object.values(stack.template.Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties ?? {});
}
