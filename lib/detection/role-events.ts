import type { CrossAccountConsumer } from '../config/consumers';
import { consumerArn } from '../config/names';
import type { Environment, Workload } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { deliveryRoleArnPrefixes } from './delivery-names';
import { deliveryRoleOfOthers } from './delivery-role-patterns';
import type { EventDetection } from './detection';
import { fittingPatterns } from './fitting-patterns';
import { consumerRolePrefix, functionRolePrefix } from './own-names';
import { roleCalls } from './role-calls';

/** Roles whose ARNs begin alike, and who outside AWS's services may become them. */
interface Roles {
  readonly prefix: string;
  /** Roles that are assumed with an external id. */
  readonly withExternalId: readonly string[];
  readonly trusted: readonly string[];
}

function crossAccount(workload: Workload): CrossAccountConsumer[] {
  return workload.consumers.filter((consumer) => consumer.kind === 'cross-account-role');
}

/** Of each workload that has roles, and of all functions. */
function rolesOf(environment: Environment): Roles[] {
  return [
    untrusting(functionRolePrefix(environment)),
    ...environment.workloads
      .filter(({ consumers }) => consumers.some(({ kind }) => kind !== 'iam-user'))
      .map((workload) => ({
        prefix: consumerRolePrefix(environment, workload.name),
        withExternalId: crossAccount(workload).map((consumer) => consumerArn(environment, workload.name, consumer)),
        trusted: crossAccount(workload).flatMap(({ trustedPrincipalArns }) => trustedPrincipalArns),
      })),
  ];
}

/** Nobody but services. */
function untrusting(prefix: string): Roles {
  return { prefix, withExternalId: [], trusted: [] };
}

const resource = {
  role: '$.detail.requestParameters.roleArn',
  session: '$.detail.requestParameters.roleSessionName',
};

/**
 * A refused call may have lost its parameters; its message names the role then. That of a token names nothing, but has its
 * parameters. A token that nobody vouches for may leave no record.
 *
 * AWS does not say whether this account too gets a record when a principal of another one is refused.
 *
 * @see https://repost.aws/knowledge-center/iam-idp-access-error
 */
function refused(environment: Environment): EventDetection[] {
  const build = (part: readonly Roles[]) =>
    callPattern(environment, 'sts', {
      ...roleCalls,
      errorCode: [{ exists: true }],
      $or: [
        { requestParameters: { roleArn: part.map(({ prefix }) => ({ prefix })) } },
        {
          errorMessage: part.map(({ prefix }) => ({ wildcard: `*resource: ${prefix}*` })),
        },
      ],
    });
  return callDetection(environment, {
    title: 'Role refused',
    urgency: 'information',
    recordedIn: 'global',
    readOnlyCalls: true,
    patterns: fittingPatterns(
      [...rolesOf(environment), ...deliveryRoleArnPrefixes(environment).map(untrusting)],
      build,
    ),
    resource,
  });
}

/** Account of a principal's ARN. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/**
 * A role became somebody's whom its declaration does not name: somebody of this account, of an account that is not
 * trusted, without an external id, or a job that is not declared. The role's trust refuses that; so when this rings, the
 * trust was changed.
 */
function unexpected(environment: Environment): EventDetection[] {
  const build = (part: readonly Roles[]) => {
    const roleArn = part.map(({ prefix }) => ({ prefix }));
    const trusted = part.flatMap((roles) => roles.trusted);
    const here = trusted.filter((arn) => accountOf(arn) === environment.account);
    const accounts = [...new Set(trusted.map(accountOf))];
    const withExternalId = part.flatMap((roles) => roles.withExternalId);
    return callPattern(environment, 'sts', {
      ...roleCalls,
      errorCode: [{ exists: false }],
      $or: [
        {
          requestParameters: { roleArn },
          userIdentity: {
            type: [{ 'anything-but': ['AWSAccount', 'AWSService'] }],
            ...(here.length === 0
              ? {}
              : {
                  arn: [{ exists: false }, { 'anything-but': here }],
                  sessionContext: { sessionIssuer: { arn: [{ exists: false }, { 'anything-but': here }] } },
                }),
          },
        },
        {
          requestParameters: { roleArn },
          userIdentity: {
            type: ['AWSAccount'],
            ...(accounts.length === 0 ? {} : { accountId: [{ exists: false }, { 'anything-but': accounts }] }),
          },
        },
        ...(withExternalId.length === 0
          ? []
          : [
              {
                requestParameters: { roleArn: withExternalId, externalId: [{ exists: false }] },
                userIdentity: { type: ['AWSAccount'] },
              },
            ]),
      ],
    });
  };
  return callDetection(environment, {
    title: 'Role assumed by an unexpected principal',
    recordedIn: 'global',
    readOnlyCalls: true,
    patterns: [...fittingPatterns(rolesOf(environment), build), ...deliveryRoleOfOthers(environment)],
    resource,
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export function roleEvents(environment: Environment): EventDetection[] {
  return [refused, unexpected].flatMap((events) => events(environment));
}
