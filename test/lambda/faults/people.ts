import { CURRENT, PREVIOUS } from '../../../lambda/rotation/ports';
import { createKey, deleteKey, setKeyStatus } from '../../support/aws-model/identity';
import { cancelRotation, moveStage, put, rotateSecret, versionLabelled } from '../../support/aws-model/secrets-manager';
import { CANARY, keyOfValue, newToken, nextNumber, type World } from '../../support/aws-model/world';

const unseen = () => undefined;

function keyAt(world: World, stage: string): string | undefined {
  const versionId = versionLabelled(world, stage);
  return versionId === undefined ? undefined : keyOfValue(world.secret.versions[versionId]?.value)?.id;
}

/** To a key that works: one that is inactive has to be activated first (rotation.md, fault 22). */
function rollBack(world: World): void {
  const previous = versionLabelled(world, PREVIOUS);
  const key = world.user.keys.find(({ id }) => id === keyAt(world, PREVIOUS));
  if (previous !== undefined && key?.status === 'Active')
    moveStage(world, CURRENT, versionLabelled(world, CURRENT), previous);
}

function changeKey(world: World, stage: string, change: (id: string) => void): void {
  const id = keyAt(world, stage);
  if (id !== undefined) change(id);
}

/** What people do to a room in the middle of its work. Each is one call, and may be refused. */
export const actsOfPeople: Readonly<Record<string, (world: World) => void>> = {
  'puts a value by hand': (world) => put(world, newToken(world), `${CANARY}-value-${nextNumber(world)}`, CURRENT),
  'cancels the rotation': cancelRotation,
  'starts a rotation': rotateSecret,
  'rolls the label back': rollBack,
  'deletes the current key': (world) => changeKey(world, CURRENT, (id) => deleteKey(world, id, 'person', unseen)),
  'deactivates the current key': (world) =>
    changeKey(world, CURRENT, (id) => setKeyStatus(world, id, 'Inactive', 'person', unseen)),
  'deactivates the old key': (world) =>
    changeKey(world, PREVIOUS, (id) => setKeyStatus(world, id, 'Inactive', 'person', unseen)),
  'activates the old key': (world) =>
    changeKey(world, PREVIOUS, (id) => setKeyStatus(world, id, 'Active', 'person', unseen)),
  'deletes the old key': (world) => changeKey(world, PREVIOUS, (id) => deleteKey(world, id, 'person', unseen)),
  'makes a key': (world) => {
    createKey(world, 'person');
  },
  'schedules the deletion': (world) => {
    world.secret.isDeleted = true;
  },
};

/** Puts right what people did, as the errors and notices advise: only the product's own leavings stay. */
export function repair(world: World): void {
  const { secret, user } = world;
  secret.isDeleted = false;
  secret.rotationEnabled = true;
  for (const { id, madeBy } of [...user.keys]) if (madeBy === 'person') deleteKey(world, id, 'person', unseen);
  const current = versionLabelled(world, CURRENT);
  if (current === undefined || keyAt(world, CURRENT) !== undefined) return;
  const good = Object.keys(secret.versions).find((id) => {
    const key = keyOfValue(secret.versions[id]?.value)?.id;
    return user.keys.some((held) => held.id === key);
  });
  if (good === undefined) {
    // Nothing good is left: the secret is deleted and deployed anew.
    secret.versions = {};
    return;
  }
  moveStage(world, CURRENT, current, good);
  changeKey(world, CURRENT, (id) => setKeyStatus(world, id, 'Active', 'person', unseen));
}
