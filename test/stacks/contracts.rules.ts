import { listOf, type PolicyDocument, type Statement } from '../../tools/access/template';
import { all } from '../support/found';
import { accessLogBucketArn, besideExecution, type Room } from '../support/room';
import type { Rule } from '../support/rules';
import { documentsOf, statementsOf } from '../support/templates';

/** What must hold between resources, and for every policy whatever it is for. */

/** Allow statements for services that are held to no source of their own, each with the reason. */
const sourceless: Readonly<Record<string, string>> = {
  'ec2.amazonaws.com': 'EC2 sends no source with AssumeRole; the role reaches it through iam:PassRole of this account',
  'lambda.amazonaws.com':
    'Lambda sends no source with AssumeRole; the role reaches it through iam:PassRole of this account',
  'events.amazonaws.com kms': 'EventBridge sends KMS no source; the topic in the encryption context is the bound',
  'logs kms': 'CloudWatch Logs names account and log group in the encryption context, and documents no source',
};

interface Placed {
  readonly where: string;
  readonly statement: Statement;
}

function statements(room: Room): Placed[] {
  return statementsOf(besideExecution(room.assembly.stacks)).map(({ logicalId, statement }) => ({
    where: `${logicalId} ${statement.Sid ?? ''}`,
    statement,
  }));
}

function allows(room: Room): Placed[] {
  return statements(room).filter(({ statement }) => statement.Effect === 'Allow');
}

function servicesOf({ Principal }: Statement): readonly string[] {
  return typeof Principal === 'object' ? listOf(Principal.Service) : [];
}

function conditionKeys({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys));
}

function reasonWithoutSource(service: string, statement: Statement): string | undefined {
  const isKeyUse = listOf(statement.Action).every((action) => action.startsWith('kms:'));
  const held = conditionKeys(statement).some((key) => key.startsWith('kms:EncryptionContext:'));
  if (isKeyUse && held) return sourceless[service.startsWith('logs.') ? 'logs kms' : `${service} kms`];
  return sourceless[service];
}

const longest: readonly (readonly [type: string, bytes: number, trimmed: boolean])[] = [
  // IAM does not count white space; S3, KMS and Secrets Manager count what they are given.
  ['AWS::IAM::ManagedPolicy', 6_144, true],
  ['AWS::IAM::Role', 2_048, true],
  ['AWS::KMS::Key', 32_768, false],
  ['AWS::S3::BucketPolicy', 20_480, false],
  ['AWS::SNS::TopicPolicy', 30_720, false],
  ['AWS::SecretsManager::ResourcePolicy', 20_480, false],
];

function bytesOf(document: PolicyDocument): number {
  return Buffer.byteLength(JSON.stringify(document));
}

/** The types whose policy stands on the resource itself, so that `*` means only that resource. */
const ownPolicy = ['AWS::KMS::Key', 'AWS::SecretsManager::ResourcePolicy'];

/** Types that let nobody in but whom their account lets in, as long as they have no policy. */
const needsNoPolicy = ['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup'];

export const contractRules: readonly Rule[] = [
  {
    it: 'grants no service anything without source ARN and source account, but for a documented reason',
    check: (room) => {
      const open = allows(room).flatMap(({ where, statement }) =>
        servicesOf(statement)
          .filter((service) => reasonWithoutSource(service, statement) === undefined)
          .flatMap((service) =>
            ['aws:SourceArn', 'aws:SourceAccount']
              .filter((key) => !conditionKeys(statement).includes(key))
              .map((key) => `${where}: ${service} without ${key}`),
          ),
      );
      expect(open).toEqual([]);
    },
  },
  {
    it: 'allows no action by a wildcard',
    check: (room) => {
      const wide = allows(room).filter(({ statement }) =>
        listOf(statement.Action).some((action) => action.includes('*')),
      );
      expect(wide.map(({ where }) => where)).toEqual([]);
    },
  },
  {
    it: 'allows nothing by exception: no NotAction, NotResource or NotPrincipal',
    check: (room) => {
      for (const { statement } of statements(room)) {
        expect(Object.keys(statement).filter((key) => key.startsWith('Not'))).toEqual([]);
      }
    },
  },
  {
    it: 'allows nothing to everybody',
    check: (room) => {
      const open = allows(room).filter(({ statement: { Principal } }) =>
        JSON.stringify(Principal ?? '').includes('"*"'),
      );
      expect(open.map(({ where }) => where)).toEqual([]);
    },
  },
  {
    it: 'allows on every resource only where a policy stands on the resource itself',
    check: (room) => {
      const wide = statementsOf(besideExecution(room.assembly.stacks))
        .filter(({ statement }) => statement.Effect === 'Allow' && listOf(statement.Resource).includes('*'))
        .filter(({ resource }) => !ownPolicy.includes(resource.Type));
      expect(wide.map(({ logicalId, statement }) => `${logicalId} ${statement.Sid ?? ''}`)).toEqual([]);
    },
  },
  {
    it: 'names no resource by a policy variable, which the proof could not follow',
    check: (room) => {
      const variable = statements(room).filter(({ statement }) =>
        JSON.stringify(statement.Resource ?? '').includes('${'),
      );
      expect(variable.map(({ where }) => where)).toEqual([]);
    },
  },
  {
    it: 'gives no principal a managed policy of AWS',
    check: (room) => {
      expect(JSON.stringify(room.assembly.stacks)).not.toMatch(/:iam::aws:policy\//);
    },
  },
  {
    it: 'holds nothing of IAM in any boundary, but for users whose keys rotate in that of the functions that rotate them',
    check: (room) => {
      for (const { arn, boundary } of room.assembly.principals) {
        const rotates = arn.includes(':role/strongroom-') && !arn.includes('Delivery');
        const actions = (boundary?.Statement ?? [])
          .filter(({ Resource }) => !rotates || listOf(Resource).some((name) => !name.includes(':user/rotated/')))
          .flatMap(({ Action }) => listOf(Action));
        expect(actions.filter((action) => /^(iam:|\*)/i.test(action))).toEqual([]);
      }
    },
  },
  {
    it: 'keeps every policy within the size that AWS takes',
    check: (room) => {
      for (const [type, limit] of longest) {
        for (const stack of room.assembly.stacks) {
          for (const [id, resource] of Object.entries(stack.template.Resources)) {
            if (resource.Type !== type) continue;
            for (const document of documentsOf(resource)) expect([id, bytesOf(document) <= limit]).toEqual([id, true]);
          }
        }
      }
    },
  },
  {
    it: 'names in the log bucket’s policy every bucket that logs to it, and no other',
    check: (room) => {
      const logging = all(room, 'AWS::S3::Bucket').filter(
        ({ properties }) => properties.LoggingConfiguration !== undefined,
      );
      const named = statementsOf(room.assembly.stacks, 'AWS::S3::BucketPolicy')
        .map(({ statement }) => statement)
        .filter((statement) => servicesOf(statement).includes('logging.s3.amazonaws.com'))
        .flatMap(({ Condition }) => listOf(Condition?.ArnEquals?.['aws:SourceArn']));
      const partition = room.stacks[0]?.partition ?? '';
      expect([...named].sort()).toEqual(
        logging.map(({ properties }) => `arn:${partition}:s3:::${String(properties.BucketName)}`).sort(),
      );
      for (const { properties } of logging) {
        expect(properties.LoggingConfiguration).toMatchObject({
          DestinationBucketName: accessLogBucketArn(room).split(':::')[1],
        });
      }
    },
  },
  {
    it: 'puts a policy on every bucket, key, secret, topic, queue, role and function',
    check: (room) => {
      const bare = room.assembly.resources.filter(
        ({ type, policy }) => policy === undefined && !needsNoPolicy.includes(type),
      );
      expect(bare.map(({ arn }) => arn)).toEqual([]);
    },
  },
  {
    it: 'leaves no reference to something that no stack makes',
    check: (room) => {
      // Resolving fails for a reference that points nowhere; what it resolves to must not be a reference again.
      expect(JSON.stringify(room.assembly.stacks.map(({ template }) => template.Resources))).not.toMatch(
        /"(Ref|Fn::\w+)":/,
      );
    },
  },
  {
    it: 'carries no secret value and no access key',
    check: (room) => {
      const text = JSON.stringify(room.stacks);
      expect(text).not.toMatch(/AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|-----BEGIN|AWS::IAM::AccessKey|"SecretBinary"/);
      expect(text).not.toMatch(/"(password|secret|token|privateKey|apiKey)\\?":\s*\\?"/i);
    },
  },
];
