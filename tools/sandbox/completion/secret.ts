import {
  DescribeSecretCommand,
  PutResourcePolicyCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { sessionName } from '../session-name';
import type { Completion } from './types';

const roleArn = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * Adds to every role in a condition on `aws:PrincipalArn` the session that the sandbox opens for it: the emulator gives
 * that key the session's ARN, AWS the role's.
 */
export function withSessions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSessions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'aws:PrincipalArn' ? [item as string | string[]].flat().flatMap(roleAndSession) : withSessions(item),
    ]),
  );
}

function roleAndSession(arn: string): string[] {
  const [, partition, account, name] = roleArn.exec(arn) ?? [];
  if (name === undefined) return [arn];
  return [arn, `arn:${String(partition)}:sts::${String(account)}:assumed-role/${name}/${sessionName}`];
}

/** A secret's own policy. */
export const secretPolicy: Completion = async ({ aws, properties }) => {
  await aws.secrets.send(
    new PutResourcePolicyCommand({
      SecretId: String(properties.SecretId),
      ResourcePolicy: JSON.stringify(withSessions(properties.ResourcePolicy)),
    }),
  );
};

/** Whether the template gives a secret no value: on AWS it then has no version at all. */
export function isUnfilled(properties: Readonly<Record<string, unknown>>): boolean {
  return properties.SecretString === undefined && properties.GenerateSecretString === undefined;
}

/** Takes away the empty version that the emulator gives a secret without a value. */
export const emptySecret: Completion = async ({ aws, stack, logicalId }) => {
  const SecretId = stack.physicalId(logicalId);
  const { VersionIdsToStages } = await aws.secrets.send(new DescribeSecretCommand({ SecretId }));
  const [RemoveFromVersionId] = Object.keys(VersionIdsToStages ?? {});
  await aws.secrets.send(
    new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId }),
  );
};
