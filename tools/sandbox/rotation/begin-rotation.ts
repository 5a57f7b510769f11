import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { SandboxError } from '../errors';

const current = 'AWSCURRENT';
const pending = 'AWSPENDING';

/** What RotateSecret is asked, as far as it matters here. */
export interface Asked {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
  readonly RotateImmediately?: boolean;
  readonly RotationRules?: { readonly AutomaticallyAfterDays?: number };
}

/** A rotation before it has not ended: AWS goes on with that one. */
export class RotationUnfinished extends Error {
  override readonly name = 'RotationUnfinished';
}

function versionWith(stages: Readonly<Record<string, readonly string[]>>, label: string): string | undefined {
  return Object.entries(stages).find(([, labels]) => labels.includes(label))?.[0];
}

/**
 * Begins a rotation as AWS does, with an AWSPENDING version without a value, and leaves its steps to whoever drives them.
 * The emulator's own RotateSecret makes a copy of the current version current at once, and calls no function.
 *
 * @param secrets of the emulator's administrator
 * @throws RotationUnfinished
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export async function beginRotation(secrets: SecretsManagerClient, asked: Asked): Promise<Record<string, unknown>> {
  const { SecretId, ClientRequestToken: token, RotateImmediately: isImmediate = true } = asked;
  const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
  const { VersionIdsToStages: stages = {}, RotationEnabled: isEnabled = false, ARN, Name } = described;
  const currentId = versionWith(stages, current);
  const pendingId = versionWith(stages, pending);
  if (pendingId !== undefined && pendingId !== currentId) {
    throw new RotationUnfinished("A previous rotation isn't complete. That rotation will be reattempted.");
  }
  const unlabel = async (VersionStage: string, RemoveFromVersionId: string) =>
    secrets.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }));
  if (!isEnabled) {
    if (currentId !== undefined) {
      throw new SandboxError(
        `${String(Name)} has a value before its rotation is switched on`,
        'Secrets that rotate must start empty: see lib/constructs/initial-value.ts',
      );
    }
    // The only call that switches the rotation on.
    await secrets.send(new RotateSecretCommand({ ...asked, RotateImmediately: undefined }));
    await unlabel(current, token);
  }
  if (pendingId !== undefined) await unlabel(pending, pendingId);
  const SecretString =
    isImmediate || currentId === undefined
      ? undefined
      : (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  await secrets.send(
    new PutSecretValueCommand({ SecretId, ClientRequestToken: token, SecretString, VersionStages: [pending] }),
  );
  return { ARN, Name, VersionId: token };
}
