import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { WrongCall } from '../delivery-error';

/**
 * `npm run identity-token`: GitLab gives a job its token in a variable, and the SDKs of AWS read it from a file, together
 * with `AWS_ROLE_ARN`. The file is readable to the job alone and goes with its runner.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function writeIdentityToken(environment: NodeJS.ProcessEnv): void {
  const {
    STRONGROOM_ID_TOKEN: token = '',
    AWS_WEB_IDENTITY_TOKEN_FILE: file = '',
    AWS_ROLE_ARN: role = '',
  } = environment;
  if (token === '' || file === '') {
    throw new WrongCall('STRONGROOM_ID_TOKEN and AWS_WEB_IDENTITY_TOKEN_FILE must be set: see docs/delivery.md');
  }
  if (role === '') throw new WrongCall('AWS_ROLE_ARN is not set: give the environment its role, see docs/delivery.md');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, token, { mode: 0o600 });
}
