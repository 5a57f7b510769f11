import { RotationStopped } from '../rotation/errors';
import { parseObject } from '../rotation/json';
import type { SecretVersion } from '../rotation/ports';
import { malformed } from '../rotation/rotate-value';
import type { CreatedAccessKey, Credentials } from './ports';

/** What the secret of an access key is made of. */
export interface AccessKeySecret {
  /** Name of the secret. */
  readonly secret: string;
  readonly userName: string;
  /** Region that the consumer works in. */
  readonly region: string;
  /** Plain fields beside the key. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** The same text for the same key, because Secrets Manager refuses another value under a used token. */
export function accessKeyValue(key: CreatedAccessKey, { userName, region, fields }: AccessKeySecret): string {
  return JSON.stringify({ ...fields, accessKeyId: key.id, secretAccessKey: key.secret, userName, region });
}

/**
 * The key in a value of the secret.
 *
 * @throws RotationStopped `malformed-secret`, or `other-user` when it names another user than this secret is for
 */
export function readCredentials(
  version: SecretVersion,
  { secret, userName }: Pick<AccessKeySecret, 'secret' | 'userName'>,
): Credentials {
  const fields = parseObject(version.value);
  if (fields === undefined) throw malformed(secret, `version ${version.versionId} is not a JSON object`);
  const { accessKeyId, secretAccessKey } = fields;
  if (typeof accessKeyId !== 'string' || !/^\w{16,128}$/.test(accessKeyId)) {
    throw malformed(secret, `version ${version.versionId} has no accessKeyId`);
  }
  if (typeof secretAccessKey !== 'string' || secretAccessKey === '') {
    throw malformed(secret, `version ${version.versionId} has no secretAccessKey`);
  }
  if (fields.userName !== userName) {
    throw new RotationStopped(
      'other-user',
      secret,
      `version ${version.versionId} does not name user ${userName}`,
      'Put the last good version back: this secret is for that user alone',
    );
  }
  return { accessKeyId, secretAccessKey };
}
