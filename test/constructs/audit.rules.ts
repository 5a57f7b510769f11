import {
  accessLogBucketName,
  filesBucketName,
  trailBucketName,
  trailLogGroupName,
  trailName,
} from '../../lib/config/names';
import type { CreatedTrail, Environment } from '../../lib/config/parameters';
import { listOf } from '../../tools/access/template';
import { all, none, theOne } from '../support/found';
import { auditKeyArn, informationTopicArn, type Room, topicArn, topicArns } from '../support/room';
import type { Rule } from '../support/rules';

/** Trail, its log group and role; the alert topic; AWS's own detection. */

const makesTrail = ({ audit }: Environment) => audit.trail.mode === 'create';
const makesNone = (environment: Environment) => !makesTrail(environment);

function trailOf(room: Room) {
  return theOne(room, 'AWS::CloudTrail::Trail', 'TrailName', trailName(room.environment)).properties;
}

function declaredTrail({ environment: { audit } }: Room): CreatedTrail {
  if (audit.trail.mode !== 'create') throw new Error('the environment makes no trail');
  return audit.trail;
}

interface Selector {
  readonly FieldSelectors: readonly Readonly<Record<string, unknown>>[];
}

function selectorsOf(room: Room): Selector[] {
  return trailOf(room).AdvancedEventSelectors as Selector[];
}

/** Selected by field, for selectors that name each field once. */
function fieldsOf(selector: Selector | undefined): Record<string, unknown> {
  return Object.fromEntries((selector?.FieldSelectors ?? []).map(({ Field, ...test }) => [String(Field), test]));
}

function ofTrail(it: string, check: (room: Room) => void): Rule {
  return { it, when: makesTrail, check };
}

export const trailRules: readonly Rule[] = [
  ofTrail('records, in all Regions, the global services too, and proves that no record was changed', (room) => {
    expect(trailOf(room)).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    });
  }),
  ofTrail('is encrypted under the audit key, in its own bucket', (room) => {
    expect(trailOf(room)).toMatchObject({
      KMSKeyId: auditKeyArn(room),
      S3BucketName: trailBucketName(room.environment),
    });
  }),
  ofTrail('delivers to its log group through a role of its own', (room) => {
    const group = theOne(room, 'AWS::Logs::LogGroup', 'LogGroupName', trailLogGroupName(room.environment));
    const { account, region } = room.environment;
    expect(trailOf(room)).toMatchObject({
      CloudWatchLogsLogGroupArn: `arn:${room.stacks[0]?.partition ?? ''}:logs:${region}:${account}:log-group:${String(group.properties.LogGroupName)}:*`,
    });
    const [statement] = room.assembly.principals
      .filter(({ arn }) => arn === trailOf(room).CloudWatchLogsRoleArn)
      .flatMap(({ identityPolicies }) => identityPolicies.flatMap(({ document }) => document.Statement));
    expect(statement?.Action).toContain('logs:PutLogEvents');
  }),
  ofTrail('records every management event, reads among them', (room) => {
    // An AssumeRole is a read: a selector with readOnly would lose it.
    expect(fieldsOf(selectorsOf(room)[0])).toEqual({ eventCategory: { Equals: ['Management'] } });
  }),
  ofTrail('records the objects of every vault, by the ARN of its bucket with the slash that ends it', (room) => {
    const { workloads } = room.environment;
    const partition = room.stacks[0]?.partition ?? '';
    const vaults = workloads.filter(({ files }) => files !== undefined);
    expect(selectorsOf(room)).toHaveLength(vaults.length > 0 ? 2 : 1);
    if (vaults.length === 0) return;
    expect(fieldsOf(selectorsOf(room)[1])).toEqual({
      eventCategory: { Equals: ['Data'] },
      'resources.type': { Equals: ['AWS::S3::Object'] },
      'resources.ARN': {
        StartsWith: vaults.map(({ name }) => `arn:${partition}:s3:::${filesBucketName(room.environment, name)}/`),
      },
      ...(declaredTrail(room).dataEvents === 'writes' ? { readOnly: { Equals: ['false'] } } : {}),
    });
  }),
  ofTrail('records no bucket that receives logs, which would feed on itself', (room) => {
    const text = JSON.stringify(selectorsOf(room));
    expect(text).not.toContain('strongroom-logs');
    expect(text).not.toContain('strongroom-trail');
  }),
  ofTrail('takes over nothing from the old kind of selector', (room) => {
    expect(trailOf(room)).not.toHaveProperty('EventSelectors');
  }),
  ofTrail(
    'waits for the policies of its bucket, key and role, which CloudTrail tries when the trail is made',
    (room) => {
      const foundation = room.stacks.find(({ template }) =>
        Object.values(template.Resources).some(({ Type }) => Type === 'AWS::CloudTrail::Trail'),
      );
      const resources = Object.entries(foundation?.template.Resources ?? {});
      const trail = resources.find(([, { Type }]) => Type === 'AWS::CloudTrail::Trail')?.[1];
      const awaited = listOf(trail?.DependsOn);
      expect(awaited.map((id) => foundation?.template.Resources[id]?.Type)).toEqual(
        expect.arrayContaining(['AWS::S3::BucketPolicy', 'AWS::IAM::Role']),
      );
    },
  ),
  ofTrail(
    'makes the log bucket and its policy before the bucket that logs to it, because S3 looks for its target',
    (room) => {
      for (const { Resources } of room.stacks.map(({ template }) => template)) {
        const target = Object.entries(Resources).find(
          ([, { Properties }]) => Properties?.BucketName === accessLogBucketName(room.environment),
        );
        if (target === undefined) continue;
        const policy = Object.entries(Resources).find(
          ([, { Type, Properties }]) =>
            Type === 'AWS::S3::BucketPolicy' && JSON.stringify(Properties?.Bucket).includes(target[0]),
        );
        for (const { Type, Properties, DependsOn } of Object.values(Resources)) {
          if (Type !== 'AWS::S3::Bucket' || Properties?.LoggingConfiguration === undefined) continue;
          expect(listOf(DependsOn)).toEqual(expect.arrayContaining([target[0], policy?.[0]]));
        }
      }
    },
  ),
  ofTrail('keeps its log group as long as declared, encrypted under the audit key', (room) => {
    expect(
      theOne(room, 'AWS::Logs::LogGroup', 'LogGroupName', trailLogGroupName(room.environment)).properties,
    ).toMatchObject({
      RetentionInDays: declaredTrail(room).logRetentionDays,
      KmsKeyId: auditKeyArn(room),
    });
  }),
  {
    it: 'makes no trail where another one records the account',
    when: makesNone,
    check: (room) => {
      none(room, 'AWS::CloudTrail::Trail');
      expect(JSON.stringify(room.stacks)).not.toContain(`"${trailLogGroupName(room.environment)}"`);
    },
  },
];

export const alertRules: readonly Rule[] = [
  {
    it: 'is encrypted under the audit key',
    check: (room) => {
      expect(
        all(room, 'AWS::SNS::Topic').map(({ properties }) => [properties.TopicName, properties.KmsMasterKeyId]),
      ).toEqual(topicArns(room).map((arn) => [arn.split(':').at(-1), auditKeyArn(room)]));
    },
  },
  {
    it: 'reaches every declared recipient, and nobody else',
    check: (room) => {
      const { alertRecipients, informationRecipients = alertRecipients } = room.environment;
      expect(all(room, 'AWS::SNS::Subscription').map(({ properties }) => properties)).toEqual(
        (
          [
            [topicArn(room), alertRecipients],
            [informationTopicArn(room), informationRecipients],
          ] as const
        ).flatMap(([topic, addresses]) =>
          addresses.map((address) => ({ Protocol: 'email', Endpoint: address, TopicArn: topic })),
        ),
      );
    },
  },
];

export const detectionRules: readonly Rule[] = [
  {
    it: 'switches GuardDuty on, with its protection of S3, where the environment asks for it',
    when: ({ audit }) => audit.guardDuty === 'on',
    check: (room) => {
      expect(all(room, 'AWS::GuardDuty::Detector').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({
          Enable: true,
          FindingPublishingFrequency: 'FIFTEEN_MINUTES',
          Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }],
        }),
      ]);
    },
  },
  {
    it: 'leaves GuardDuty to whoever has it already, or out',
    when: ({ audit }) => audit.guardDuty !== 'on',
    check: (room) => none(room, 'AWS::GuardDuty::Detector'),
  },
  {
    it: 'switches the account’s access analyzer on where the environment asks for it',
    when: ({ audit }) => audit.accessAnalyzer === 'on',
    check: (room) => {
      expect(all(room, 'AWS::AccessAnalyzer::Analyzer').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ AnalyzerName: `strongroom-${room.environment.name}`, Type: 'ACCOUNT' }),
      ]);
    },
  },
  {
    it: 'leaves the access analyzer to whoever has it already, or out',
    when: ({ audit }) => audit.accessAnalyzer !== 'on',
    check: (room) => none(room, 'AWS::AccessAnalyzer::Analyzer'),
  },
];
