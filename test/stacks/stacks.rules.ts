import { globalEventsStackName, secretPrefix, settingPath } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { resourceCount } from '../../lib/config/rules/size-rules';
import { watchesAccount } from '../../lib/detection/account-wide';
import { globalRegionOf } from '../../lib/detection/global-region';
import { isObject, listOf, type Resource, type Stack } from '../../tools/access/template';
import {
  accessLogBucketArn,
  arnOf,
  auditKeyArn,
  dataKeyArn,
  filesBucketArn,
  informationTopicArn,
  isDeployed,
  type Room,
  topicArn,
  trailBucketArn,
} from '../support/room';
import { isReconciled } from '../policies/rotation-questions';
import type { Rule } from '../support/rules';

/** What holds for whole stacks: tags, protection, retention, outputs. */

/** Whether IAM, STS and sign-ins are recorded in another Region than its own, and it is the one to hand them home. */
const handsOver = (environment: Environment) =>
  environment.region !== globalRegionOf(environment) && watchesAccount(environment);

const isProduction = ({ tier }: Environment) => tier === 'production';

/** Types to which CloudFormation can give no tags. */
const untaggable = [
  'AWS::IAM::Group',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
];

/** Most types take a list of tags, some an object. */
function tagsOf({ Properties = {} }: Resource): Record<string, unknown> {
  const { Tags } = Properties;
  if (isObject(Tags)) return { ...Tags };
  return Object.fromEntries(listOf(Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

function expectedTags({ environment }: Room, stack: Stack): Record<string, string> {
  const workload = environment.workloads.find(({ name }) => stack.name === `strongroom-${environment.name}-${name}`);
  return workload === undefined
    ? { environment: environment.name, owner: environment.owner, 'data-class': 'audit' }
    : {
        environment: environment.name,
        workload: workload.name,
        owner: workload.owner,
        'data-class': workload.dataClass,
      };
}

/** Without a class of data: it keeps none. */
function tagsOfDelivery({ environment: { name, owner } }: Room): Record<string, string> {
  return { environment: name, owner };
}

/** Types that hold what cannot be made again, or guard it. */
const kept = [
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::Secret',
];

function expectedPolicy({ environment }: Room, stack: Stack, type: string): string {
  const workload = environment.workloads.find(({ name }) => stack.name === `strongroom-${environment.name}-${name}`);
  const files = workload?.files?.onRemoval;
  const byTier = environment.tier === 'development' ? 'Delete' : 'Retain';
  if (type.startsWith('AWS::S3::') && files !== undefined) return files === 'retain' ? 'Retain' : 'Delete';
  // Files that are kept need their key.
  if (type === 'AWS::KMS::Key' && files === 'retain') return 'Retain';
  return byTier;
}

function everyResource(room: Room, visit: (stack: Stack, logicalId: string, resource: Resource) => void): void {
  for (const stack of room.stacks) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) visit(stack, logicalId, resource);
  }
}

export const stackRules: readonly Rule[] = [
  {
    it: 'has no more resources in the stack of a workload than the configuration reckons with',
    check: ({ environment, stacks }) => {
      for (const workload of environment.workloads) {
        const stack = stacks.find(({ name }) => name === `strongroom-${environment.name}-${workload.name}`);
        expect(Object.keys(stack?.template.Resources ?? {}).length).toBeLessThanOrEqual(resourceCount(workload));
      }
    },
  },
  {
    it: 'is a foundation, one stack in the Region of global events and one for each workload, under names that a person can tell',
    check: (room) => {
      const { environment, stacks } = room;
      expect(stacks.filter(isDeployed).map(({ name }) => name)).toEqual([
        `strongroom-${environment.name}-foundation`,
        ...(handsOver(environment) ? [globalEventsStackName(environment)] : []),
        ...environment.workloads.map(({ name }) => `strongroom-${environment.name}-${name}`),
      ]);
    },
  },
  {
    it: 'is deployed to the declared account and Region only, but for what catches global events',
    check: ({ environment, stacks }) => {
      for (const { name, account, region } of stacks) {
        const expected = name === globalEventsStackName(environment) ? globalRegionOf(environment) : environment.region;
        expect([account, region]).toEqual([environment.account, expected]);
      }
    },
  },
  {
    it: 'tags every resource that takes tags with owner, environment, workload and data class',
    check: (room) => {
      everyResource(room, (stack, logicalId, resource) => {
        if (untaggable.includes(resource.Type)) return;
        const expected = isDeployed(stack) ? expectedTags(room, stack) : tagsOfDelivery(room);
        expect([logicalId, tagsOf(resource)]).toEqual([logicalId, expected]);
      });
    },
  },
  {
    it: 'cannot be deleted by a slip in production, and can elsewhere',
    check: (room) => {
      for (const stack of room.stacks.filter(isDeployed)) {
        expect(stack.terminationProtection).toBe(isProduction(room.environment));
      }
    },
  },
  {
    it: 'keeps what holds data, and the policies that guard it, when a stack is removed, and in development removes it',
    check: (room) => {
      everyResource(room, (stack, logicalId, resource) => {
        if (!kept.includes(resource.Type)) return;
        const policy = expectedPolicy(room, stack, resource.Type);
        expect([logicalId, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([logicalId, policy, policy]);
      });
    },
  },
  {
    it: 'says in its outputs what people and programs need to find their way',
    check: (room) => {
      const [foundation, ...workloads] = room.assembly.stacks
        .filter((stack) => isDeployed(stack) && stack.name !== globalEventsStackName(room.environment))
        .map(({ template }) => valuesOf(template.Outputs));
      const hasFunctions = isReconciled(room.environment);
      // The key of the functions' logs reaches the other stacks through an output that the CDK names.
      const forOtherStacks = Object.entries(foundation ?? {}).filter(([name]) => name.startsWith('PublishOutput'));
      expect(forOtherStacks.map(([, value]) => value)).toEqual(hasFunctions ? [auditKeyArn(room)] : []);
      expect(foundation).toEqual({
        ...Object.fromEntries(forOtherStacks),
        AccessLogBucketName: accessLogBucketArn(room).split(':::')[1],
        AlertTopicArn: topicArn(room),
        InformationTopicArn: informationTopicArn(room),
        AuditKeyArn: auditKeyArn(room),
        ...(room.environment.audit.trail.mode === 'create'
          ? { TrailBucketName: trailBucketArn(room).split(':::')[1] }
          : {}),
      });
      expect(workloads).toEqual(room.environment.workloads.map((workload) => expectedOutputs(room, workload)));
    },
  },
];

function valuesOf(outputs: Stack['template']['Outputs'] = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { Value }]) => [name, Value]));
}

function expectedOutputs(room: Room, workload: Environment['workloads'][number]): Record<string, unknown> {
  const { environment } = room;
  const { name, files, secrets, settings, consumers } = workload;
  return {
    ...(files === undefined ? {} : { FilesBucketName: filesBucketArn(room, workload).split(':::')[1] }),
    ...(secrets.length === 0
      ? {}
      : {
          SecretPrefix: secretPrefix(environment, name),
          // Their exact words are asked for in test/constructs/unfilled-secrets.test.ts.
          UnfilledSecrets: expect.any(String),
          SecretsAwaitingRotation: expect.any(String),
        }),
    ...(Object.keys(settings).length === 0 ? {} : { SettingPath: settingPath(environment, name) }),
    ...(files === undefined && secrets.length === 0 ? {} : { DataKeyArn: dataKeyArn(room, workload) }),
    ...Object.fromEntries(
      consumers.map((consumer) => [
        `Consumer${consumer.name
          .split('-')
          .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
          .join('')}Arn`,
        arnOf(room, workload, consumer),
      ]),
    ),
  };
}
