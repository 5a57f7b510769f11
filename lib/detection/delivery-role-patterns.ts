import { readOnlyEnding } from '../config/delivery';
import { functionRoleArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { isDelivered } from '../delivery/delivered';
import { deployRoleName, identityProvider, readOnlyRoleName } from '../delivery/names';
import { subjectsOf } from '../delivery/subjects';
import { callPattern } from './call-pattern';
import { bootstrapRoleArnPrefix } from './delivery-names';
import type { EventPattern } from './detection';
import { roleCalls } from './role-calls';

/**
 * A role of the jobs became somebody's who is none of its jobs: without a token, with the token of another job, or with that
 * of another provider, which may write any subject. Or the role with which CloudFormation acts became anybody else's than a
 * service's. The trust of these roles refuses that; so it was changed.
 *
 * Records tell the subject of a token twice, and the provider by its ARN or by its address. What one of both says is
 * believed: a record that lacks the other must not ring at every deployment.
 *
 * @returns nothing where no jobs deploy
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#stscloudtrailexample-assumerolewithwebidentity
 */
export function deliveryRoleOfOthers(environment: Environment): EventPattern[] {
  if (!isDelivered(environment)) return [];
  const { delivery, name } = environment;
  const jobs = [
    { role: deployRoleName(environment), subjects: subjectsOf(delivery, name) },
    { role: readOnlyRoleName(environment), subjects: subjectsOf(delivery, `${name}${readOnlyEnding}`) },
  ].map(({ role, subjects }) => ({ roleArn: functionRoleArn(environment, role), subjects }));
  const requestParameters = { roleArn: jobs.map(({ roleArn }) => roleArn) };
  return [
    callPattern(environment, 'sts', {
      ...roleCalls,
      errorCode: [{ exists: false }],
      $or: [
        {
          requestParameters,
          userIdentity: { identityProvider: [{ 'anything-but': { suffix: identityProvider.host } }] },
        },
        {
          requestParameters: { roleArn: [{ prefix: bootstrapRoleArnPrefix(environment, 'cfn-exec') }] },
          userIdentity: { type: [{ 'anything-but': 'AWSService' }] },
        },
        ...jobs.map(({ roleArn, subjects }) => {
          const other = [{ exists: false }, { 'anything-but': subjects }];
          return {
            requestParameters: { roleArn: [roleArn] },
            userIdentity: { userName: other },
            responseElements: { subjectFromWebIdentityToken: other },
          };
        }),
      ],
    }),
  ];
}
