import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { answered, called } from '../../rotation/aws/call';
import { clientSettings, watched } from '../../rotation/aws/client-settings';
import type { ServerClock } from '../../rotation/aws/server-clock';
import type { Redactor } from '../../rotation/redact';
import type { Credentials, KeyTrial } from '../ports';
import type { Trial } from '../trial';

/** What keys are tried on. */
export interface TrialScope {
  readonly region: string;
  readonly userName: string;
  readonly trial: Trial;
}

/**
 * Uses access keys against AWS. Every call has a client of its own, which is given the key and therefore never looks for
 * credentials: a test that passes with the function's role would prove nothing.
 */
export class AwsKeyTrial implements KeyTrial {
  public constructor(
    private readonly scope: TrialScope,
    private readonly clock: ServerClock,
    private readonly redactor: Redactor,
  ) {}

  public async identity(credentials: Credentials): Promise<string> {
    const call = 'sts:GetCallerIdentity';
    const client = watched(new STSClient(this.settings(credentials)), this.clock);
    const answer = await called(call, client.send(new GetCallerIdentityCommand({}))).finally(() => client.destroy());
    return answered(call, 'Arn', answer.Arn);
  }

  public async use(credentials: Credentials): Promise<void> {
    const { trial } = this.scope;
    switch (trial.call) {
      case 'list-objects': {
        const client = watched(new S3Client(this.settings(credentials)), this.clock);
        const command = new ListObjectsV2Command({ Bucket: trial.bucket, Prefix: trial.prefix, MaxKeys: 1 });
        await called('s3:ListBucket', client.send(command)).finally(() => client.destroy());
        return;
      }
      case 'describe-secret': {
        const client = watched(new SecretsManagerClient(this.settings(credentials)), this.clock);
        const command = new DescribeSecretCommand({ SecretId: trial.secretName });
        await called('secretsmanager:DescribeSecret', client.send(command)).finally(() => client.destroy());
        return;
      }
    }
  }

  /** Its own keys: a user whose keys rotate may do nothing in IAM. */
  public async overreach(credentials: Credentials): Promise<void> {
    const client = watched(new IAMClient(this.settings(credentials)), this.clock);
    const command = new ListAccessKeysCommand({ UserName: this.scope.userName });
    await called('iam:ListAccessKeys', client.send(command)).finally(() => client.destroy());
  }

  private settings({ accessKeyId, secretAccessKey }: Credentials) {
    this.redactor.register(secretAccessKey);
    return { ...clientSettings(this.scope.region), credentials: { accessKeyId, secretAccessKey } };
  }
}
