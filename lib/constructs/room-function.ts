import path from 'node:path';

import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { splitBySize } from '../access/policy-size';
import { environmentBytes, longestEnvironment } from '../config/function-environment';
import { functionLogGroupName, type Place } from '../config/names';
import { acknowledge, acknowledgeResourceWildcards } from './acknowledgement';

export interface RoomFunctionProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** Name of function and role, at most 64 characters: policies spell it. */
  readonly name: string;

  /** What it does, for whoever finds it in the console. */
  readonly description: string;

  /** Folder below lambda/ with its `index.ts`. */
  readonly folder: string;

  /** Everything that it is told. Lambda takes 4 KB of it. */
  readonly environment: Readonly<Record<string, string>>;

  /** Everything that it may do. */
  readonly statements: readonly iam.PolicyStatement[];

  /** Upper bound, whatever is attached to its role later. */
  readonly boundary: iam.IManagedPolicy;

  /** The audit key; its policy must let CloudWatch Logs use it for this log group. */
  readonly logKey: kms.IKey;

  /** Whether the logs outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/** A function was to be told more than Lambda lets it. A configuration that was checked leads to none. */
class EnvironmentTooLargeError extends Error {
  override readonly name = 'EnvironmentTooLargeError';
}

function assertFits(name: string, environment: Readonly<Record<string, string>>): void {
  const size = environmentBytes(environment);
  if (size > longestEnvironment) {
    throw new EnvironmentTooLargeError(
      `function ${name} is told ${String(size)} bytes, more than the ${String(longestEnvironment)} that Lambda takes; divide the workload, or give its secrets shorter names or fewer fields in lib/config/environments.ts`,
    );
  }
}

/**
 * A function of Strongroom with its role, its boundary and its encrypted log group.
 *
 * No concurrency is reserved: an account starts with as few as ten, of which Lambda keeps some unreserved, and the
 * deployment would fail. The lease in the journal is what keeps two runs apart.
 */
export class RoomFunction extends Construct {
  /** By interface, so that no caller grants to its role. */
  public readonly function: lambda.IFunction;

  constructor(scope: Construct, id: string, props: RoomFunctionProps) {
    super(scope, id);
    const { place, name, description, statements, boundary } = props;
    assertFits(name, props.environment);
    const logGroup = new logs.LogGroup(this, 'LogGroup', {
      logGroupName: functionLogGroupName(place, name),
      retention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: props.logKey,
      removalPolicy: props.removalPolicy,
    });
    const made = new NodejsFunction(this, 'Function', {
      functionName: name,
      description,
      entry: path.join(__dirname, '..', '..', 'lambda', props.folder, 'index.ts'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      // Shorter than the lease in the journal, so that no run outlives its lease.
      timeout: Duration.seconds(120),
      environment: { ...props.environment },
      role: this.makeRole({ name, description, statements, boundary }),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      awsSdkConnectionReuse: false,
      bundling: {
        minify: true,
        target: 'node24',
        format: OutputFormat.CJS,
        // What is deployed is what was tested: nothing is taken from the runtime.
        bundleAwsSDK: true,
        externalModules: [],
        mainFields: ['module', 'main'],
      },
    });
    acknowledge(
      made,
      {
        rules: ['HIPAA.Security-LambdaConcurrency', 'NIST.800.53.R5-LambdaConcurrency'],
        reason:
          'Reserving concurrency fails the deployment in accounts with the small initial quota. Two runs that change one secret are kept apart by the lease in the journal, and by compare-and-swap on its versions.',
      },
      {
        rules: ['HIPAA.Security-LambdaInsideVPC', 'NIST.800.53.R5-LambdaInsideVPC'],
        reason:
          'It calls only the public endpoints of AWS, which a VPC would reach through endpoints or a gateway of its own; its rights are held to this workload by its policy and its boundary.',
      },
    );
    this.function = made;
  }

  private makeRole({
    name,
    description,
    statements,
    boundary,
  }: Pick<RoomFunctionProps, 'name' | 'description' | 'statements' | 'boundary'>): iam.Role {
    const policies = splitBySize(statements, name).map((part, index) => {
      const policy = new iam.ManagedPolicy(this, `Policy${index === 0 ? '' : String(index + 1)}`, {
        description: `What function ${name} may do`,
        statements: part,
      });
      acknowledgeResourceWildcards(
        policy,
        part,
        'Lambda names the log streams of a function itself; the pattern stays within the log group of this one function.',
      );
      return policy;
    });
    return new iam.Role(this, 'Role', {
      roleName: name,
      description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: policies,
      permissionsBoundary: boundary,
    });
  }
}
