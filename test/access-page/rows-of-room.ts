import type { PageEnvironment } from '../../tools/access/page/page-input';
import type { AccessRow, Condition, DecidingStatement, RowPrincipal } from '../../tools/access/rows/access-row';
import { all, any, not, when } from './conditions';
import { rowsOf, type Ways } from './ways';

type Verb = 'list' | 'read' | 'write' | 'delete';

const region = 'eu-central-1';

const overNewTls = [
  not(when('Bool', 'aws:SecureTransport', 'false')),
  not(when('NumericLessThan', 's3:TlsVersion', '1.2')),
];
const signedLately = not(when('NumericGreaterThan', 's3:signatureAge', '900000'));
const through = (service: string) => when('StringEquals', 'kms:ViaService', `${service}.${region}.amazonaws.com`);

/** The rows of one environment, shaped like those of lib/config/environments.ts, with as many portals as are asked for. */
export function environmentWith(name: string, account: string, workloads: readonly string[]): PageEnvironment {
  const rows = [
    ...foundationRows(name, account),
    ...workloads.flatMap((workload) => workloadRows(name, account, workload)),
  ];
  return { name, account, region, rows };
}

function foundationRows(environment: string, account: string): AccessRow[] {
  const stack = `${environment}-Foundation`;
  const key = `arn:aws:kms:${region}:${account}:key/0d1f${account.slice(0, 4)}-1111-2222-3333-444455556666`;
  const keyPolicy = (statement: string): DecidingStatement => ({
    policy: 'resource',
    effect: 'Allow',
    statement,
    stack,
    logicalId: 'AuditKeyE1A2B3C4',
    constructPath: `${environment}/Foundation/AuditKey/Key/Resource`,
    source: 'lib/constructs/encryption-key.ts:31',
  });
  const bucketPolicy = (statement: string): DecidingStatement => ({
    ...keyPolicy(statement),
    logicalId: 'TrailBucketPolicyD3BFCF12',
    constructPath: `${environment}/Foundation/TrailBucket/Policy/Resource`,
  });
  const trail: RowPrincipal = { kind: 'service', id: 'cloudtrail.amazonaws.com' };
  const fromTrail = when(
    'StringEquals',
    'aws:SourceArn',
    `arn:aws:cloudtrail:${region}:${account}:trail/strongroom-${environment}`,
  );
  const bucket = `arn:aws:s3:::strongroom-trail-${environment}-${account}-${region}`;
  return [
    ...rowsOf(environment, {
      principal: { kind: 'account', id: account },
      resource: key,
      actions: {
        Read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
        'Permissions management': ['kms:PutKeyPolicy', 'kms:RetireGrant'],
        Write: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      },
      deciding: [keyPolicy('AdministerKey')],
    }),
    ...rowsOf(environment, {
      principal: trail,
      resource: key,
      actions: { Write: ['kms:GenerateDataKey'], Read: ['kms:DescribeKey'] },
      conditions: all(
        fromTrail,
        when('StringLike', 'kms:EncryptionContext:aws:cloudtrail:arn', `arn:aws:cloudtrail:*:${account}:trail/*`),
      ),
      deciding: [keyPolicy('EncryptForTrail')],
    }),
    ...rowsOf(environment, {
      principal: trail,
      resource: `${bucket}/AWSLogs/${account}/*`,
      actions: { Write: ['s3:PutObject'] },
      conditions: all(fromTrail, when('StringEquals', 's3:x-amz-acl', 'bucket-owner-full-control'), ...overNewTls),
      deciding: [bucketPolicy('WriteTrail'), { ...bucketPolicy('DenyInsecureTransport'), effect: 'Deny' }],
    }),
    ...rowsOf(environment, {
      principal: { kind: 'service', id: 'cloudwatch.amazonaws.com' },
      resource: `arn:aws:sns:${region}:${account}:strongroom-${environment}-alerts`,
      actions: { Write: ['sns:Publish'] },
      conditions: all(
        when('ArnLike', 'aws:SourceArn', `arn:aws:cloudwatch:${region}:${account}:alarm:*`),
        when('StringEquals', 'aws:SourceAccount', account),
      ),
      deciding: [
        {
          ...keyPolicy('PublishAlarms'),
          logicalId: 'AlertTopicPolicy9D7A',
          constructPath: `${environment}/Foundation/AlertTopic/Policy/Resource`,
        },
      ],
    }),
  ];
}

function workloadRows(environment: string, account: string, workload: string): AccessRow[] {
  const stack = `${environment}-${workload}`;
  const role = (name: string): RowPrincipal => ({
    kind: 'role',
    id: `arn:aws:iam::${account}:role/${workload}-${environment}-${name}`,
    constructPath: `${environment}/${workload}/${name}/Role`,
  });
  const user: RowPrincipal = {
    kind: 'user',
    id: `arn:aws:iam::${account}:user/rotated/${environment}/${workload}/${workload}-${environment}-scanner`,
    constructPath: `${environment}/${workload}/scanner/User`,
  };
  const statement = (policy: DecidingStatement['policy'], place: string, sid: string | number): DecidingStatement => ({
    policy,
    effect: typeof sid === 'string' && sid.startsWith('Deny') ? 'Deny' : 'Allow',
    statement: sid,
    stack,
    logicalId: `${place.replaceAll(/\W/g, '')}C4AA4EBF`,
    constructPath: `${environment}/${workload}/${place}/Resource`,
    source: 'lib/constructs/consumer-policies.ts:27',
  });
  const own = (name: string, sid: string) => [
    statement('identity', `${name}/Access/Policy`, sid),
    statement('boundary', 'Boundary/Policy', 'AtMostFiles'),
  ];
  const byBucket = ['DenyInsecureTransport', 'DenyOldTls'].map((sid) =>
    statement('resource', 'Files/Vault/Bucket/Policy', sid),
  );
  const byKey = (sid: string) => [statement('resource', 'DataKey/Key', sid)];
  const bucket = `arn:aws:s3:::${workload}-${environment}-${account}-${region}`;
  const key = `arn:aws:kms:${region}:${account}:key/${hex(`${environment}${workload}`)}-4444-5555-6666-777788889999`;
  const secret = (name: string) =>
    `arn:aws:secretsmanager:${region}:${account}:secret:${workload}/${environment}/${name}-??????`;
  const named = (...names: string[]) => when('ArnEquals', 'aws:PrincipalArn', ...names.map((name) => role(name).id));
  const encrypted = any(
    when('StringEquals', 's3:x-amz-server-side-encryption', 'aws:kms'),
    when('Null', 's3:x-amz-server-side-encryption', 'true'),
  );
  const fromStation = not(
    all(when('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24'), when('BoolIfExists', 'aws:ViaAWSService', 'false')),
  );
  const files = (
    principal: RowPrincipal,
    name: string,
    prefix: string,
    verbs: readonly Verb[],
    more: readonly Condition[] = [],
  ) =>
    verbs.flatMap((verb) => {
      const conditions = all(...overNewTls, signedLately, ...more);
      const ways = {
        list: {
          resource: bucket,
          actions: { List: ['s3:ListBucket'] },
          conditions: all(when('StringLike', 's3:prefix', `${prefix}*`), ...overNewTls, ...more),
          deciding: [...own(name, 'ListFiles'), ...byBucket],
        },
        read: {
          resource: `${bucket}/${prefix}*`,
          actions: { Read: ['s3:GetObject', 's3:GetObjectVersion'] },
          conditions,
          deciding: [...own(name, 'ReadFiles'), ...byBucket],
        },
        write: {
          resource: `${bucket}/${prefix}*`,
          actions: { Write: ['s3:PutObject', 's3:AbortMultipartUpload'] },
          conditions: all(...overNewTls, signedLately, encrypted, ...more),
          deciding: [...own(name, 'WriteFiles'), ...byBucket],
        },
        delete: {
          resource: `${bucket}/${prefix}*`,
          actions: { Write: ['s3:DeleteObject'] },
          conditions,
          deciding: [...own(name, 'DeleteFiles'), ...byBucket],
        },
      }[verb];
      return rowsOf(environment, { principal, ...ways });
    });
  const usesKey = (principal: RowPrincipal, name: string, service: string, actions: Ways['actions']) =>
    rowsOf(environment, {
      principal,
      resource: key,
      actions,
      conditions: all(through(service), named('web', 'accounting')),
      deciding: [...own(name, 'UseKey'), ...byKey('UseThroughS3')],
    });
  const functions = ['rotate-session-keys', 'rotate-scanner-key', 'reconciler', 'probe'];
  return [
    ...files(role('web'), 'web', 'documents/', ['list', 'read', 'write', 'delete']),
    ...files(role('web'), 'web', 'invoices/', ['list', 'read', 'write']),
    ...files(role('web'), 'web', 'scans/', ['list', 'read']),
    ...usesKey(role('web'), 'web', 's3', { Write: ['kms:GenerateDataKey'], Read: ['kms:Decrypt'] }),
    ...['database', 'payment-provider', 'session-keys'].flatMap((name) =>
      rowsOf(environment, {
        principal: role('web'),
        resource: secret(name),
        actions: { Read: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] },
        conditions: all(named('web')),
        deciding: [
          ...own('web', 'ReadSecrets'),
          statement('resource', `Secrets/${name}/Policy`, 'DenyUndeclaredReaders'),
        ],
      }),
    ),
    ...rowsOf(environment, {
      principal: role('web'),
      resource: `arn:aws:ssm:${region}:${account}:parameter/${workload}/${environment}/*`,
      actions: { Read: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'] },
      deciding: own('web', 'ReadSettings'),
    }),
    ...files(role('accounting'), 'accounting', 'invoices/', ['list', 'read']),
    ...usesKey(role('accounting'), 'accounting', 's3', { Read: ['kms:Decrypt'] }),
    ...files(user, 'scanner', 'scans/', ['list', 'write'], [fromStation]),
    ...rowsOf(environment, {
      principal: { kind: 'foreign', id: 'arn:aws:iam::444455556666:role/invoice-collector' },
      resource: role('accounting').id,
      actions: { Write: ['sts:AssumeRole'] },
      conditions: when('StringEquals', 'sts:ExternalId', '7bdcb7ff-c2ec-4e04-b5a1-4b9e2f16f82a'),
      deciding: [statement('trust', 'accounting/Role', 'AssumedByCustomer')],
      maximumSessionSeconds: 3600,
    }),
    ...rowsOf(environment, {
      principal: { kind: 'service', id: 'ecs-tasks.amazonaws.com' },
      resource: role('web').id,
      actions: { Write: ['sts:AssumeRole'] },
      conditions: all(
        when('StringEquals', 'aws:SourceAccount', account),
        when('ArnLike', 'aws:SourceArn', `arn:aws:ecs:${region}:${account}:*`),
      ),
      deciding: [statement('trust', 'web/Role', 0)],
      maximumSessionSeconds: 3600,
    }),
    ...rowsOf(environment, {
      principal: { kind: 'account', id: account },
      resource: key,
      actions: {
        'Permissions management': ['kms:PutKeyPolicy', 'kms:CreateGrant'],
        Read: ['kms:DescribeKey'],
        Write: ['kms:ScheduleKeyDeletion'],
        Tagging: ['kms:TagResource', 'kms:UntagResource'],
      },
      deciding: byKey('AdministerKey'),
    }),
    ...functions.flatMap((name) => {
      const principal = role(name);
      const full = `strongroom-${environment}-${workload}-${name}`;
      return [
        ...rowsOf(environment, {
          principal,
          resource: `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${full}:log-stream:*`,
          actions: { Write: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
          deciding: own(name, 'WriteLogs'),
        }),
        ...rowsOf(environment, {
          principal,
          resource: `arn:aws:dynamodb:${region}:${account}:table/strongroom-${environment}-journal`,
          actions: { Read: ['dynamodb:GetItem'], Write: ['dynamodb:UpdateItem', 'dynamodb:PutItem'] },
          conditions: all(
            when('ForAllValues:StringEquals', 'dynamodb:LeadingKeys', `${workload}/${environment}/${name}`),
            when('Null', 'dynamodb:LeadingKeys', 'false'),
          ),
          deciding: own(name, 'KeepJournal'),
        }),
        ...rowsOf(environment, {
          principal: {
            kind: 'service',
            id: name.startsWith('rotate') ? 'secretsmanager.amazonaws.com' : 'events.amazonaws.com',
          },
          resource: `arn:aws:lambda:${region}:${account}:function:${full}`,
          actions: { Write: ['lambda:InvokeFunction'] },
          conditions: all(when('StringEquals', 'aws:SourceAccount', account)),
          deciding: [statement('resource', `${name}/Permission`, 0)],
        }),
      ];
    }),
    ...rowsOf(environment, {
      principal: role('rotate-scanner-key'),
      resource: secret('scanner-key'),
      actions: {
        Read: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        Write: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      },
      deciding: [
        ...own('rotate-scanner-key', 'RotateSecret'),
        statement('resource', 'Secrets/scanner-key/Policy', 'DenyUndeclaredReaders'),
      ],
    }),
    ...rowsOf(environment, {
      principal: role('rotate-scanner-key'),
      resource: user.id,
      actions: {
        Write: ['iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
        List: ['iam:ListAccessKeys'],
      },
      deciding: own('rotate-scanner-key', 'RotateKey'),
    }),
    ...rowsOf(environment, {
      principal: role('reconciler'),
      resource: user.id,
      actions: { 'Permissions management': ['iam:PutUserPolicy'] },
      conditions: all(
        when(
          'StringEquals',
          'iam:PermissionsBoundary',
          `arn:aws:iam::${account}:policy/${workload}-${environment}-boundary`,
        ),
      ),
      deciding: own('reconciler', 'EndSessions'),
    }),
    ...rowsOf(environment, {
      principal: role('reconciler'),
      resource: '*',
      actions: { Read: ['iam:GetAccessKeyLastUsed'] },
      deciding: own('reconciler', 'LastUse'),
    }),
  ];
}

/** Eight hexadecimal digits that differ between workloads. */
function hex(text: string): string {
  let sum = 2166136261;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16777619);
  return (sum >>> 0).toString(16).padStart(8, '0');
}

/** The three environments that lib/config/environments.ts has. */
export const threeEnvironments: readonly PageEnvironment[] = [
  environmentWith('dev', '111122223333', ['portal']),
  environmentWith('staging', '222233334444', ['portal']),
  environmentWith('prod', '333344445555', ['portal']),
];
