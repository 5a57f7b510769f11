import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

import { journalTableName, type Place } from '../config/names';
import { acknowledge } from './acknowledgement';

export interface JournalTableProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** Whether the records outlive their stack; then nobody deletes the table by a slip either. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What rotations must remember beside the secrets themselves: which key is whose, who works on a secret now, and what
 * was done. It holds names and ids, never a value.
 *
 * Not inside the secrets: Secrets Manager abandons a rotation when anybody writes another version of its secret.
 */
export class JournalTable extends Construct {
  constructor(scope: Construct, id: string, props: JournalTableProps) {
    super(scope, id);
    const table = new dynamodb.Table(this, 'Table', {
      // The functions' policies spell it in stacks of their own.
      tableName: journalTableName(props.place),
      partitionKey: { name: 'secret', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'record', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      // DynamoDB uses a customer-managed key through grants. Our key policies refuse kms:CreateGrant to everybody,
      // because a grant gives use without changing the policy; and the journal holds no value of a secret.
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      deletionProtection: props.removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(table, {
      rules: ['HIPAA.Security-DynamoDBInBackupPlan', 'NIST.800.53.R5-DynamoDBInBackupPlan'],
      reason:
        'Point-in-time recovery restores any second of the last 35 days, longer than any state in the journal lives; a backup plan would add older copies that no rotation could use.',
    });
  }
}
