import { functionRoleArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import type { EventDetection } from './detection';
import { ownPrincipalNames } from './own-names';

/** Each makes something with which a user signs in, some of it for single services. */
const credentialCalls = [
  'CreateAccessKey',
  'CreateLoginProfile',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UpdateLoginProfile',
  'UpdateServiceSpecificCredential',
  'UpdateSigningCertificate',
  'UpdateSSHPublicKey',
  'UploadSigningCertificate',
  'UploadSSHPublicKey',
];

/**
 * A key or password for anybody, or one that is made valid again, unless one of our functions does it: they rotate keys,
 * and their boundary holds them to their own users. No deployment makes either. Where another environment watches over
 * anybody, one for our users.
 *
 * Functions of every environment, because environments can share an account.
 */
export function credentialEvents(environment: Environment): EventDetection[] {
  const rotating = { 'anything-but': { prefix: functionRoleArn(environment, 'strongroom-') } };
  const userIdentity = { sessionContext: { sessionIssuer: { arn: [{ exists: false }, rotating] } } };
  const whose = watchesAccount(environment) ? {} : { userName: ownPrincipalNames(environment) };
  return callDetection(environment, {
    title: 'Access key or password created',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        eventName: credentialCalls,
        ...(watchesAccount(environment) ? {} : { requestParameters: whose }),
        userIdentity,
      }),
      // A key that was taken out of use may be in anybody's hands.
      callPattern(environment, 'iam', {
        eventName: ['UpdateAccessKey'],
        requestParameters: { ...whose, status: ['Active'] },
        userIdentity,
      }),
    ],
    resource: { user: '$.detail.requestParameters.userName', key: '$.detail.responseElements.accessKey.accessKeyId' },
  });
}
