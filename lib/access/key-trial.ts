import type { Trial } from '../../lambda/access-keys/trial';
import { everything } from '../config/consumers';
import { filesBucketName, secretPrefix } from '../config/names';
import { declaredAccess } from './declared-access';
import type { AccessKeySecret } from './looked-after';
import type { Room } from './room';

/**
 * The harmless call with which a new key is tried: one that its user may make, so that the key is proven against the
 * rights that its consumer needs. Where it may make none, and where it may call from its own addresses only, a refusal
 * proves the key too: AWS refuses an unknown key with another error.
 */
export function keyTrial({ place, workload }: Pick<Room, 'place' | 'workload'>, secret: AccessKeySecret): Trial {
  const user = workload.consumers.find(({ name }) => name === secret.consumer);
  const rows = user === undefined ? [] : declaredAccess(user, workload);
  const mayBeDenied = user?.kind === 'iam-user' && user.sourceAddresses.length > 0;
  const bucket = filesBucketName(place, workload.name);
  const prefix = secretPrefix(place, workload.name);

  const listed = rows.flatMap((row) => (row.verb === 'list' ? [row] : []))[0];
  if (listed !== undefined) {
    return {
      call: 'list-objects',
      bucket,
      prefix: listed.prefix === everything ? '' : listed.prefix,
      mayBeDenied,
    };
  }
  const read = rows.find((row) => row.verb === 'read-secret');
  if (read !== undefined) {
    // Who may read all secrets may read its own.
    const name = read.secret === everything ? secret.name : read.secret;
    return { call: 'describe-secret', secretName: `${prefix}${name}`, mayBeDenied };
  }
  return workload.files === undefined
    ? { call: 'describe-secret', secretName: `${prefix}${secret.name}`, mayBeDenied: true }
    : { call: 'list-objects', bucket, prefix: '', mayBeDenied: true };
}
