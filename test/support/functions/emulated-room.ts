import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { Assembly } from '../../../tools/access/assembly';
import { identityOfResolved } from '../../../tools/access/physical-ids';
import { entriesOf, type Entry, listOf } from '../../../tools/access/template';

/** Clients of the emulator's administrator, who is asked no questions. */
export interface Administrator {
  readonly iam: IAMClient;
  readonly secrets: SecretsManagerClient;
  readonly keys: KMSClient;
  readonly tables: DynamoDBClient;
  readonly objects: S3Client;
}

export function administratorOf(endpoint: string, region: string): Administrator {
  const settings = { endpoint, region, credentials: { accessKeyId: 'admin', secretAccessKey: 'admin' } };
  return {
    iam: new IAMClient(settings),
    secrets: new SecretsManagerClient(settings),
    keys: new KMSClient(settings),
    tables: new DynamoDBClient(settings),
    objects: new S3Client({ ...settings, forcePathStyle: true }),
  };
}

/** With this tag the emulator takes the id that the synthesized policies name. */
const chosenId = '_custom_id_';

/**
 * Makes in the emulator what functions work on, as the synthesized templates describe it: users with their groups, keys,
 * secrets without a value, tables and buckets.
 */
export async function seed({ stacks }: Assembly, administrator: Administrator): Promise<void> {
  const all = (type: string) => entriesOf(stacks, `AWS::${type}`);
  await seedUsers(administrator.iam, all);
  for (const entry of all('KMS::Key')) {
    const Tags = [{ TagKey: chosenId, TagValue: identityOfResolved(entry).ref }];
    await administrator.keys.send(new CreateKeyCommand({ Tags }));
  }
  for (const entry of all('SecretsManager::Secret')) {
    const Tags = [{ Key: chosenId, Value: identityOfResolved(entry).ref.slice(-6) }];
    const KmsKeyId = text(entry, 'KmsKeyId');
    await administrator.secrets.send(new CreateSecretCommand({ Name: text(entry, 'Name'), KmsKeyId, Tags }));
  }
  for (const entry of [...all('DynamoDB::Table'), ...all('DynamoDB::GlobalTable')]) {
    const { KeySchema, AttributeDefinitions } = entry.resource.Properties as unknown as TableProperties;
    await administrator.tables.send(
      new CreateTableCommand({
        TableName: text(entry, 'TableName'),
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  for (const entry of all('S3::Bucket')) {
    const region = entry.stack.region;
    await administrator.objects.send(
      new CreateBucketCommand({
        Bucket: identityOfResolved(entry).ref,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
      }),
    );
  }
}

type TableProperties = Pick<ConstructorParameters<typeof CreateTableCommand>[0], 'KeySchema' | 'AttributeDefinitions'>;

async function seedUsers(iam: IAMClient, all: (type: string) => Entry[]): Promise<void> {
  for (const entry of all('IAM::Group')) {
    await iam.send(new CreateGroupCommand({ GroupName: identityOfResolved(entry).ref, Path: text(entry, 'Path') }));
  }
  const boundaries = new Set<string>();
  for (const entry of all('IAM::User')) {
    const UserName = identityOfResolved(entry).ref;
    const PermissionsBoundary = text(entry, 'PermissionsBoundary');
    if (PermissionsBoundary !== undefined && !boundaries.has(PermissionsBoundary)) {
      boundaries.add(PermissionsBoundary);
      await seedPolicy(iam, PermissionsBoundary);
    }
    await iam.send(new CreateUserCommand({ UserName, Path: text(entry, 'Path'), PermissionsBoundary }));
    for (const GroupName of listOf(entry.resource.Properties?.Groups as string[] | undefined)) {
      await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    }
  }
}

/** Only so that the emulator knows the ARN: the gate judges, by the synthesized document. */
async function seedPolicy(iam: IAMClient, arn: string): Promise<void> {
  const [, path = '/', name = ''] = /:policy(\/.*?)([^/]+)$/.exec(arn) ?? [];
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  await iam.send(new CreatePolicyCommand({ PolicyName: name, Path: path, PolicyDocument: JSON.stringify(document) }));
}

function text(entry: Entry, property: string): string | undefined {
  const value = entry.resource.Properties?.[property];
  return typeof value === 'string' ? value : undefined;
}
