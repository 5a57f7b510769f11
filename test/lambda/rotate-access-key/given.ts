import type { AccountedKey, Standing } from '../../../lambda/access-keys/accounting';
import type { AccessKeyDescription } from '../../../lambda/access-keys/ports';
import { KeyCreation } from '../../../lambda/rotate-access-key/create-key';
import type { AccessKeySpecification } from '../../../lambda/rotate-access-key/rotate';
import type { KeyRecord } from '../../../lambda/rotation/journal';
import { SECRET_NAME, USER_NAME, USER_PATH } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';

export const specification: AccessKeySpecification = {
  secret: SECRET_NAME,
  userName: USER_NAME,
  userPath: USER_PATH,
  region: 'eu-central-1',
  fields: { bucket: 'shop-prod-files' },
  mayBeDenied: false,
  overlapDays: 7,
  watchDays: 1,
};

/** A current key, and the version without a value that Secrets Manager makes first. */
export function given() {
  const room = new ModelRoom();
  const current = room.key();
  return { room, current, token: room.emptyPending() };
}

export async function create(room: ModelRoom, token: string): Promise<void> {
  await new KeyCreation(specification, room.ports).run(await room.context(token));
}

/** A key as it was accounted for; one that lies in no version has no record. */
export function accounted(
  key: AccessKeyDescription,
  standing: Standing,
  record: Partial<KeyRecord> = {},
): AccountedKey {
  return standing === 'orphan' || standing === 'foreign'
    ? { key, standing }
    : { key, standing, record: { versionId: standing, ...record } };
}
