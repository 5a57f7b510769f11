import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import type { RotatingSecret } from '../access/looked-after';
import type { Room } from '../access/room';
import { rotatorStatements } from '../access/rotation-statements';
import { rotationFunctionName } from '../config/names';
import { acknowledge } from './acknowledgement';
import { RoomFunction } from './room-function';
import { rotationFolder, rotationVariables } from './rotation-variables';

/** What all functions of a workload have in common. */
export interface FunctionHome {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** Upper bound of every function. */
  readonly boundary: iam.IManagedPolicy;

  /** How long the journal keeps its records, in days. */
  readonly journalDays: number;

  /** The audit key. */
  readonly logKey: kms.IKey;

  /** Whether the logs outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

export interface SecretRotationProps extends FunctionHome {
  /** The entry of the catalogue. */
  readonly secret: RotatingSecret;

  /** ARN of the secret as it was made. */
  readonly secretArn: string;
}

/**
 * Rotation of one secret, by a function of its own: its role reaches this secret and nobody else's.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html
 */
export class SecretRotation extends Construct {
  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { room, secret, secretArn } = props;
    const { place, workload } = room;
    const rotator = new RoomFunction(this, 'Rotator', {
      place,
      name: rotationFunctionName(place, workload.name, secret.name),
      description: `Rotates secret ${secret.name} of ${workload.name} in ${place.name}`,
      folder: rotationFolder(secret),
      environment: rotationVariables(room, secret, props.journalDays),
      statements: rotatorStatements(room, secret),
      boundary: props.boundary,
      logKey: props.logKey,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(rotator.function, {
      rules: ['HIPAA.Security-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'],
      reason:
        'Secrets Manager invokes the function synchronously and repeats a failed rotation itself; a dead-letter queue takes asynchronous events only and would stay empty for ever.',
    });
    // The L1, because the L2 leaves out the account, without which a secret of another account could be meant.
    const permission = new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: rotator.function.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: place.account,
      sourceArn: secretArn,
    });
    // The L1, because the L2 grants to the function's role what its policy says already, and more.
    const schedule = new secretsmanager.CfnRotationSchedule(this, 'Schedule', {
      secretId: secretArn,
      rotationLambdaArn: rotator.function.functionArn,
      rotationRules: { automaticallyAfterDays: secret.rotation.everyDays },
      // The default rotates at every change of the schedule: a deployment would replace values by surprise.
      rotateImmediatelyOnUpdate: false,
    });
    // Secrets Manager tries the function when the schedule is made.
    schedule.addResourceDependency(permission);
  }
}
