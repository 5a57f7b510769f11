import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { PENDING, type SecretDescription, type SecretStore, type SecretVersion } from '../ports';
import type { Redactor } from '../redact';
import { answered, called } from './call';

/** One secret in AWS Secrets Manager. */
export class SecretsManagerStore implements SecretStore {
  public constructor(
    private readonly client: SecretsManagerClient,
    private readonly secretName: string,
    private readonly redactor: Redactor,
  ) {}

  public async describe(): Promise<SecretDescription> {
    const call = 'secretsmanager:DescribeSecret';
    const answer = await called(call, this.client.send(new DescribeSecretCommand({ SecretId: this.secretName })));
    return {
      arn: answered(call, 'Arn', answer.ARN),
      rotationEnabled: answer.RotationEnabled ?? false,
      isDeleted: answer.DeletedDate !== undefined,
      ...(answer.KmsKeyId === undefined ? {} : { kmsKeyId: answer.KmsKeyId }),
      stages: answer.VersionIdsToStages ?? {},
    };
  }

  /**
   * Both are sent, and Secrets Manager checks that they agree. Where they do not, it answers InvalidRequestException ("You
   * provided a VersionStage that is not associated to the provided VersionId"), which is a `conflict`: as with any other
   * use of a label, it is not where the caller saw it.
   *
   * @see https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/issues/28 (that they are checked)
   * @see https://github.com/getmoto/moto/pull/5238 (the answer, observed on AWS)
   */
  public async read(versionId: string, stage: string): Promise<SecretVersion> {
    const call = 'secretsmanager:GetSecretValue';
    const command = new GetSecretValueCommand({
      SecretId: this.secretName,
      VersionId: versionId,
      VersionStage: stage,
    });
    const {
      SecretString: value,
      SecretBinary: binary,
      CreatedDate: createdAt,
    } = await called(call, this.client.send(command));
    // Somebody put bytes there. As no text they are malformed to every kind of value, and are told as such.
    const text = value ?? (binary === undefined ? undefined : '');
    return {
      versionId,
      value: this.redactor.register(answered(call, 'Value', text)),
      createdAt: answered(call, 'CreatedDate', createdAt),
    };
  }

  public async put(token: string, value: string): Promise<void> {
    const command = new PutSecretValueCommand({
      SecretId: this.secretName,
      ClientRequestToken: token,
      SecretString: this.redactor.register(value),
      VersionStages: [PENDING],
    });
    await called('secretsmanager:PutSecretValue', this.client.send(command));
  }

  public async moveStage(stage: string, from: string | undefined, to: string | undefined): Promise<void> {
    const command = new UpdateSecretVersionStageCommand({
      SecretId: this.secretName,
      VersionStage: stage,
      RemoveFromVersionId: from,
      MoveToVersionId: to,
    });
    await called('secretsmanager:UpdateSecretVersionStage', this.client.send(command));
  }

  public async startRotation(): Promise<void> {
    const call = 'secretsmanager:RotateSecret';
    await called(call, this.client.send(new RotateSecretCommand({ SecretId: this.secretName })).catch(unlessStarted));
  }
}

/**
 * An unfinished rotation is attempted again, which Secrets Manager reports as an error.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
function unlessStarted(error: unknown): void {
  const isStarted =
    error instanceof Error &&
    error.name === 'InvalidRequestException' &&
    error.message.includes('previous rotation') &&
    error.message.includes('reattempted');
  if (!isStarted) throw error;
}
