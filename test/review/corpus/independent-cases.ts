import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App, Duration, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  AccountPrincipal,
  ArnPrincipal,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaCode, FunctionUrlAuthType, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { readCloudAssembly, type SynthesizedEnvironment } from '../../../tools/assembly/cloud-assembly';
import type { Kind, ReviewCase } from './review-case';

/**
 * Applications as tutorials of the CDK have them (a queue behind a topic, a function on a table, a website's bucket, a
 * scheduled job), with none of this application's constructs: what is judged here was not written to be judged.
 */

const env = { account: '111122223333', region: 'eu-west-1' };

type Build = (scope: Construct) => void;

/** Through the files of a cloud assembly, as the command reads them. */
function assembly(build: (app: App) => void): SynthesizedEnvironment[] {
  const outdir = mkdtempSync(join(tmpdir(), 'review-case-'));
  try {
    // As the command line of the CDK asks for: nested stacks then tell where their templates are.
    const context = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };
    const app = new App({ outdir, analyticsReporting: false, context });
    build(app);
    app.synth();
    return readCloudAssembly(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function stack(build: Build, name = 'Sample') {
  return assembly((app) => {
    build(new Stack(app, name, { env }));
  });
}

function change(name: string, needs: readonly Kind[], before: Build, after: Build): ReviewCase {
  return { name: `independent: ${name}`, needs, sides: () => ({ base: stack(before), head: stack(after) }) };
}

function code(scope: Construct, text = 'exports.handler = async () => {};') {
  return new LambdaCode(scope, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline(text),
  });
}

const tableOf = (scope: Construct, removalPolicy = RemovalPolicy.RETAIN) =>
  new Table(scope, 'Table', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy,
  });

const bucketOf = (scope: Construct, more = {}) =>
  new Bucket(scope, 'Files', {
    versioned: true,
    enforceSSL: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...more,
  });

const reads: Build = (scope) => {
  tableOf(scope).grantReadData(code(scope));
};

const announces: Build = (scope) => {
  const topic = new Topic(scope, 'Topic');
  topic.addSubscription(new SqsSubscription(new Queue(scope, 'Queue')));
};

const works: Build = (scope) => {
  const lost = new Queue(scope, 'Lost');
  const queue = new Queue(scope, 'Queue', {
    encryption: QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: lost, maxReceiveCount: 3 },
  });
  code(scope).addEventSource(new SqsEventSource(queue));
};

const scheduled =
  (schedule: Schedule, enabled = true): Build =>
  (scope) => {
    new Rule(scope, 'Nightly', { schedule, enabled, targets: [new LambdaFunction(code(scope))] });
  };

const nested =
  (retention: RetentionDays): Build =>
  (scope) => {
    const inner = new NestedStack(scope, 'Inner');
    new LogGroup(inner, 'Logs', { retention });
  };

const nestedAlarm: Build = (scope) => {
  new Topic(scope, 'Topic');
  const metric = new Metric({ namespace: 'Own', metricName: 'Errors' });
  new Alarm(new NestedStack(scope, 'Inner'), 'Errors', { metric, threshold: 1, evaluationPeriods: 1 });
};

const staged = (names: readonly string[], actions: readonly string[] = ['s3:GetObject'], stackName?: string) =>
  assembly((app) => {
    for (const name of names) {
      const stage = new Stage(app, name, { env });
      const inner = new Stack(stage, 'Data', stackName === undefined ? {} : { stackName });
      const role = new Role(inner, 'Reader', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
      const bucket = bucketOf(inner);
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [bucket.arnForObjects('*')] }));
    }
  });

const sharedKey =
  (account: string | undefined): Build =>
  (scope) => {
    const key = new Key(scope, 'Key', { enableKeyRotation: true });
    if (account !== undefined) key.grantDecrypt(new AccountPrincipal(account));
  };

const heldSecret =
  (reader: string | undefined): Build =>
  (scope) => {
    const secret = new Secret(scope, 'Secret', { encryptionKey: new Key(scope, 'Key') });
    if (reader !== undefined) secret.grantRead(new ArnPrincipal(reader));
  };

const roleAlone: Build = (scope) => {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::somewhere/*'] }));
};

export const independentCases: readonly ReviewCase[] = [
  change('nothing, in a function on a table', [], reads, reads),
  change('a function writes to its table', ['access'], reads, (scope) => {
    tableOf(scope).grantReadWriteData(code(scope));
  }),
  change('a function reads its table no more', [], reads, (scope) => {
    tableOf(scope);
    code(scope);
  }),
  change('other code, inline', [], reads, (scope) => {
    tableOf(scope).grantReadData(code(scope, 'exports.handler = async () => 1;'));
  }),
  change('a table goes with its stack', ['guard'], reads, (scope) => {
    tableOf(scope, RemovalPolicy.DESTROY).grantReadData(code(scope));
  }),
  change('a function may do everything, by a policy of AWS', ['access'], reads, (scope) => {
    const handler = code(scope);
    tableOf(scope).grantReadData(handler);
    handler.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  }),
  change('a function has a public address', ['access', 'guard'], reads, (scope) => {
    const handler = code(scope);
    tableOf(scope).grantReadData(handler);
    handler.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  }),
  change('a queue hears a topic no more', ['guard'], announces, (scope) => {
    new Topic(scope, 'Topic');
    new Queue(scope, 'Queue');
  }),
  change('a second queue hears a topic', ['access'], announces, (scope) => {
    const topic = new Topic(scope, 'Topic');
    topic.addSubscription(new SqsSubscription(new Queue(scope, 'Queue')));
    topic.addSubscription(new SqsSubscription(new Queue(scope, 'Second')));
  }),
  change('a queue keeps what fails no more', ['data', 'guard'], works, (scope) => {
    const queue = new Queue(scope, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    });
    code(scope).addEventSource(new SqsEventSource(queue));
  }),
  change(
    'a job runs less often',
    ['guard'],
    scheduled(Schedule.rate(Duration.hours(1))),
    scheduled(Schedule.rate(Duration.days(1))),
  ),
  change(
    'a job runs more often',
    [],
    scheduled(Schedule.rate(Duration.hours(1))),
    scheduled(Schedule.rate(Duration.minutes(30))),
  ),
  change(
    'a job is off',
    ['guard'],
    scheduled(Schedule.rate(Duration.hours(1))),
    scheduled(Schedule.rate(Duration.hours(1)), false),
  ),
  change('a bucket is open to everybody', ['access', 'guard'], bucketOf, (scope) => {
    bucketOf(scope, { blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY }).grantPublicAccess();
  }),
  change('a bucket takes requests without TLS', ['guard'], bucketOf, (scope) => {
    bucketOf(scope, { enforceSSL: false });
  }),
  change('a bucket under a key', [], bucketOf, (scope) => {
    bucketOf(scope, { encryption: BucketEncryption.KMS_MANAGED });
  }),
  change('a key serves another account', ['access'], sharedKey(undefined), sharedKey('444455556666')),
  change(
    'a secret is read by a role of another account',
    ['access'],
    heldSecret(undefined),
    heldSecret('arn:aws:iam::444455556666:role/reader'),
  ),
  change(
    'records in a nested stack kept a week',
    ['guard'],
    nested(RetentionDays.ONE_YEAR),
    nested(RetentionDays.ONE_WEEK),
  ),
  change('records in a nested stack kept longer', [], nested(RetentionDays.ONE_WEEK), nested(RetentionDays.ONE_YEAR)),
  change('a nested stack with an alarm removed', ['guard'], nestedAlarm, (scope) => {
    new Topic(scope, 'Topic');
  }),
  change('a nested stack removed', ['data'], nested(RetentionDays.ONE_YEAR), (scope) => {
    new Topic(scope, 'Topic');
    new LogGroup(scope, 'Own');
  }),
  change('an alarm for fewer errors', ['guard'], alarmAt(1), alarmAt(5)),
  {
    name: 'independent: a stack under another name',
    needs: ['data'],
    sides: () => ({ base: stack(reads, 'Sample'), head: stack(reads, 'Renamed') }),
  },
  {
    name: 'independent: a stack under another name without any data',
    needs: [],
    sides: () => ({
      base: stack(roleAlone, 'Sample'),
      head: stack(roleAlone, 'Renamed'),
    }),
  },
  {
    name: 'independent: a stack under another name, and a function that writes',
    needs: ['access', 'data'],
    sides: () => ({
      base: stack(reads, 'Sample'),
      head: stack((scope) => {
        tableOf(scope).grantReadWriteData(code(scope));
      }, 'Renamed'),
    }),
  },
  {
    name: 'independent: in one of two stages a role may write',
    needs: ['access'],
    sides: () => ({ base: staged(['One']), head: staged(['One'], ['s3:GetObject', 's3:PutObject']) }),
  },
  {
    name: 'independent: a stage more',
    needs: ['new environment'],
    sides: () => ({ base: staged(['One']), head: staged(['One', 'Two']) }),
  },
  {
    name: 'independent: a stage less',
    needs: ['data'],
    sides: () => ({ base: staged(['One', 'Two']), head: staged(['One']) }),
  },
];

function alarmAt(threshold: number): Build {
  return (scope) => {
    new Alarm(scope, 'Errors', {
      metric: code(scope).metricErrors(),
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  };
}
