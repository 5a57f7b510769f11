import { bootstrapQualifierOf, type Deployed } from '../config/bootstrap-qualifier';
import { functionRoleArn, type Place } from '../config/names';
import { globalRegionOf } from './global-region';

/**
 * Roles with which CloudFormation acts for `cdk deploy`, as `cdk bootstrap` names them: of the home Region, and of the
 * one that global events arrive in.
 */
export function deploymentRoleArns(place: Place & Deployed): string[] {
  return [...new Set([place.region, globalRegionOf(place)])].map((region) =>
    functionRoleArn(place, `cdk-${bootstrapQualifierOf(place)}-cfn-exec-role-${place.account}-${region}`),
  );
}

/** Address of calls that CloudFormation makes. */
const cloudFormation = 'cloudformation.amazonaws.com';

type Names = readonly unknown[];

/** Names of calls, or matchers of names. */
export interface Calls {
  /** What a deployment does every day. */
  readonly expected: Names;
  /** What destroys: it rings whoever does it. */
  readonly always?: Names;
}

/**
 * Lets the expected calls of a deployment pass in silence, and nothing else.
 *
 * A call is a deployment's when the session is one of the CloudFormation execution role and the call comes from
 * CloudFormation itself: AWS puts the address, and no caller can. The same role from a laptop rings.
 *
 * @returns a part of the pattern's `detail`, which must name no `eventName`, `sourceIPAddress` or session issuer of its own
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function exceptDeployment(
  place: Place & Deployed,
  { expected, always = [] }: Calls,
): { readonly $or: readonly unknown[] } {
  const issuer = [{ exists: false }, { 'anything-but': deploymentRoleArns(place) }];
  return {
    $or: [
      ...(always.length === 0 ? [] : [{ eventName: always }]),
      { eventName: expected, sourceIPAddress: [{ 'anything-but': cloudFormation }] },
      { eventName: expected, userIdentity: { sessionContext: { sessionIssuer: { arn: issuer } } } },
    ],
  };
}

/**
 * What `exceptDeployment` lets pass: the part of a pattern's `detail` by which a deployment rings where none is expected.
 */
export function byDeployment(place: Place & Deployed): Readonly<Record<string, unknown>> {
  return {
    sourceIPAddress: [cloudFormation],
    userIdentity: { sessionContext: { sessionIssuer: { arn: deploymentRoleArns(place) } } },
  };
}
