import type { AssembledStack } from '../assembly';
import type { Aws } from '../aws';
import { SandboxError } from '../errors';
import type { LeftOut } from '../leave-out';
import type { LiveStack } from '../live-stack';
import type { EmulatorProfile } from '../profile';
import { bucketEncryption, bucketLock } from './bucket';
import { groupPolicies, makeGroup } from './group';
import { roleBoundary } from './role';
import { emptySecret, isUnfilled, secretPolicy } from './secret';
import type { Completion } from './types';

const emptyVersion = 'AWS::SecretsManager::Secret without a value';

/** How what a profile calls "created through the API" is created. */
const completions: Readonly<Record<string, Completion>> = {
  'AWS::IAM::Group': groupPolicies,
  'AWS::SecretsManager::ResourcePolicy': secretPolicy,
  'AWS::S3::Bucket.BucketEncryption': bucketEncryption,
  'AWS::S3::Bucket.ObjectLockConfiguration': bucketLock,
  'AWS::IAM::Role.PermissionsBoundary': roleBoundary,
  [emptyVersion]: emptySecret,
};

/** One difference between the template and what the emulator made of it, and what became of it. */
export interface Difference {
  /** A type, or a type and a property. */
  readonly what: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly instead: 'left out' | 'created through the API';
  readonly why: string;
}

interface Deployed {
  readonly aws: Aws;
  readonly profile: EmulatorProfile;
  readonly stacks: readonly AssembledStack[];
  readonly live: ReadonlyMap<string, LiveStack>;
  readonly leftOut: readonly LeftOut[];
}

interface Task extends Difference {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Resources that are not in the template. */
function missingResources({ leftOut }: Deployed): Task[] {
  return leftOut.map(({ type: what, stack, logicalId, instead, why, properties }) => ({
    what,
    stack,
    logicalId,
    instead,
    why,
    properties,
  }));
}

/** Properties that were dropped without a word, and values that were made up. */
function differencesIn({ profile }: Deployed, { stackName: stack, resources }: AssembledStack): Task[] {
  return Object.entries(resources).flatMap(([logicalId, { Type: type, Properties: properties = {} }]) => {
    const dropped: Task[] = profile.ignoredProperties
      .filter((ignored) => ignored.type === type && properties[ignored.property] !== undefined)
      .map(({ property, instead, why }) => ({
        what: `${type}.${property}`,
        stack,
        logicalId,
        instead,
        why,
        properties: { [property]: properties[property] },
      }));
    if (type === 'AWS::SecretsManager::Secret' && isUnfilled(properties)) {
      const why = 'it stores an empty value where AWS stores none';
      dropped.push({ what: emptyVersion, stack, logicalId, instead: 'created through the API', why, properties: {} });
    }
    return dropped;
  });
}

function completionFor(what: string): Completion {
  const completion = completions[what];
  if (completion !== undefined) return completion;
  throw new SandboxError(
    `the profile says that ${what} is created through the API, but nobody knows how`,
    'Write it in tools/sandbox/completion/, or let the profile say "left out"',
  );
}

async function carryOut(deployed: Deployed, task: Task): Promise<void> {
  if (task.instead === 'left out') return;
  const stack = deployed.live.get(task.stack);
  if (stack === undefined) throw new SandboxError(`stack ${task.stack} is not deployed`, 'See what cdk deploy printed');
  await completionFor(task.what)({
    aws: deployed.aws,
    stack,
    logicalId: task.logicalId,
    properties: stack.resolve(task.properties) as Readonly<Record<string, unknown>>,
  });
}

/** Makes what must be there before the deployment: what a resource of the template names. */
export async function prepare(aws: Aws, leftOut: readonly LeftOut[]): Promise<void> {
  const groups = leftOut.filter(({ type }) => type === 'AWS::IAM::Group');
  await Promise.all(groups.map(({ properties }) => makeGroup(aws, properties)));
}

/**
 * Does through the emulator's API what its CloudFormation could not, from the properties in the template.
 *
 * @returns every difference that was met, those that stay included
 */
export async function complete(deployed: Deployed): Promise<Difference[]> {
  const tasks = [...missingResources(deployed), ...deployed.stacks.flatMap((stack) => differencesIn(deployed, stack))];
  await Promise.all(tasks.map((task) => carryOut(deployed, task)));
  return tasks.map(({ what, stack, logicalId, instead, why }) => ({
    what,
    stack,
    logicalId,
    instead,
    why,
  }));
}
