import type { RemovalPolicy } from 'aws-cdk-lib';
import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface EncryptionKeyProps {
  /** What the key encrypts, for whoever finds it in the console. */
  readonly description: string;

  /** Alias without the leading `alias/`. */
  readonly aliasName: string;

  /** The whole key policy: nothing is added to it. */
  readonly statements: PolicyStatement[];

  /** Whether the key outlives its stack: it must, when anything that it encrypts does. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A customer-managed key that rotates once a year and obeys exactly the given policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export class EncryptionKey extends Construct {
  /** By interface, so that no caller adds to its policy. */
  public readonly key: kms.IKey;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    this.key = new kms.Key(this, 'Key', {
      description: props.description,
      alias: props.aliasName,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      // The longest window that KMS grants for taking a deletion back.
      pendingWindow: Duration.days(30),
      policy: new PolicyDocument({ statements: props.statements }),
      removalPolicy: props.removalPolicy,
    });
  }
}
