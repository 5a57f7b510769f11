import { Agent } from 'node:https';

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';

import { assertLoopback } from './guard';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How requests reach the emulator. */
export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  /** Certificate that is trusted for it. */
  readonly certificatePem?: string;
}

/** Clients of one principal. */
export interface Aws {
  readonly cloudFormation: CloudFormationClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly sts: STSClient;
  readonly tables: DynamoDBClient;
}

/**
 * Clients that act as the owner of the credentials, on the loopback endpoint and nowhere else.
 *
 * @throws NotTheEmulator
 */
export function awsAs(credentials: Credentials, connection: Connection): Aws {
  assertLoopback(connection.endpoint);
  const common = {
    credentials,
    endpoint: connection.endpoint,
    region: connection.region,
    // Nothing is far away: what fails once fails again.
    maxAttempts: 1,
    requestHandler: { httpsAgent: new Agent({ keepAlive: true, ca: connection.certificatePem }) },
  };
  return {
    cloudFormation: new CloudFormationClient(common),
    iam: new IAMClient(common),
    // Bucket names in the path, because a bucket's own host name would leave the loopback address.
    s3: new S3Client({ ...common, forcePathStyle: true }),
    secrets: new SecretsManagerClient(common),
    sts: new STSClient(common),
    tables: new DynamoDBClient(common),
  };
}
