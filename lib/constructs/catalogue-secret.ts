import type { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { isRotating } from '../access/looked-after';
import type { Room } from '../access/room';
import { secretStatements } from '../access/secret-statements';
import { secretPrefix } from '../config/names';
import type { Secret } from '../config/secrets';
import { initialValue, type MissingParts } from './initial-value';
import { acknowledge } from './acknowledgement';

export interface CatalogueSecretProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** The entry of the catalogue. */
  readonly secret: Secret;

  /** The workload's data key. */
  readonly key: kms.IKey;

  /** Whether the secret outlives its stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * One secret of the catalogue with its policy.
 *
 * A value that cannot be generated is absent, never a placeholder: an application that reads too early fails at once
 * instead of working with a word that looks like a password.
 */
export class CatalogueSecret extends Construct {
  /** What the deployed secret still lacks, and who supplies it. */
  public readonly missing: MissingParts;

  /** With the characters that Secrets Manager appends to the name; a token while the template is made. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: CatalogueSecretProps) {
    super(scope, id);
    const { room, secret } = props;
    const value = initialValue(secret);
    this.missing = value.missing;
    // The L1, because the L2 cannot make an empty secret, and widens the key's policy to everybody in the account.
    const resource = new secretsmanager.CfnSecret(this, 'Secret', {
      name: `${secretPrefix(room.place, room.workload.name)}${secret.name}`,
      description: secret.description ?? describe(secret),
      kmsKeyId: props.key.keyArn,
      ...(value.generate === undefined ? {} : { generateSecretString: value.generate }),
      ...(value.plain === undefined ? {} : { secretString: value.plain }),
    });
    resource.applyRemovalPolicy(props.removalPolicy);
    this.arn = resource.ref;
    const policy = new secretsmanager.CfnResourcePolicy(this, 'Policy', {
      secretId: resource.ref,
      blockPublicPolicy: true,
      resourcePolicy: new PolicyDocument({ statements: secretStatements(room, secret) }),
    });
    // Without its policy a kept secret would be readable by whoever has a wide identity policy.
    policy.applyRemovalPolicy(props.removalPolicy);
    if (!isRotating(secret)) acknowledgeMissingSchedule(resource);
  }
}

function describe(secret: Secret): string {
  return secret.owner === undefined
    ? `Secret of kind ${secret.kind}`
    : `Secret of kind ${secret.kind}, owned by ${secret.owner}`;
}

function acknowledgeMissingSchedule(resource: CfnResource): void {
  acknowledge(resource, {
    rules: [
      'AwsSolutions-SMG4',
      'HIPAA.Security-SecretsManagerRotationEnabled',
      'NIST.800.53.R5-SecretsManagerRotationEnabled',
    ],
    reason:
      'No rotation is declared: the value is issued by another party, or a system outside this stack has to take over a new one at the same moment, so a function that knows only the secret cannot rotate it. Its owner replaces it.',
  });
}
