import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface JobRoleProps {
  /** Fixed, because a job must spell it before it has seen the account. */
  readonly roleName: string;

  /** What its jobs do, for whoever finds the role in the account. */
  readonly description: string;

  /** Whose jobs take it. */
  readonly trust: iam.WebIdentityPrincipal;

  /** All that it may do. */
  readonly statements: readonly iam.PolicyStatement[];
}

/** A role that a job of continuous integration takes with its identity token: nobody holds a key. */
export class JobRole extends Construct {
  /** What the job is told. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: JobRoleProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      roleName: props.roleName,
      description: props.description,
      assumedBy: props.trust,
      // The shortest that IAM offers. The roles that it takes have sessions of an hour at most as well.
      maxSessionDuration: Duration.hours(1),
      managedPolicies: [
        new iam.ManagedPolicy(this, 'Policy', {
          description: `All that ${props.roleName} may do`,
          statements: [...props.statements],
        }),
      ],
    });
    // The L2 names no statement; by its name the trust is found in a review and in the trail.
    (role.node.defaultChild as iam.CfnRole).addPropertyOverride(
      'AssumeRolePolicyDocument.Statement.0.Sid',
      'OpenToJobs',
    );
    this.arn = role.roleArn;
  }
}
