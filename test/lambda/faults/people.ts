import { CURRENT, PENDING, PREVIOUS } from '../../../lambda/rotation/ports';
import { createKey, deleteKey, deleteUser, setKeyStatus } from '../../support/aws-model/identity';
import { cancelRotation, moveStage, put, rotateSecret, versionLabelled } from '../../support/aws-model/secrets-manager';
import { CANARY, keyOfValue, newToken, nextNumber, type World } from '../../support/aws-model/world';

const unseen = () => undefined;

type Act = (world: World) => void;

function keyAt(world: World, stage: string): string | undefined {
  const versionId = versionLabelled(world, stage);
  return versionId === undefined ? undefined : keyOfValue(world.secret.versions[versionId]?.value)?.id;
}

function makeCurrent(world: World, versionId: string): void {
  moveStage(world, CURRENT, versionLabelled(world, CURRENT), versionId, 'person');
}

/** To whatever was current before, whether its key works or not. */
function rollBack(world: World): void {
  const previous = versionLabelled(world, PREVIOUS);
  if (previous !== undefined) makeCurrent(world, previous);
}

/** The value of another version again, as a new one. */
function putAgain(stage: string): Act {
  return (world) => {
    const versionId = versionLabelled(world, stage);
    const value = versionId === undefined ? undefined : world.secret.versions[versionId]?.value;
    if (value !== undefined) put(world, newToken(world), value, CURRENT);
  };
}

function changeKey(world: World, stage: string, change: (id: string) => void): void {
  const id = keyAt(world, stage);
  if (id !== undefined) change(id);
}

/** An operator sets an attribute of the journal's row. */
export function request(world: World, name: 'reactivate' | 'discard', value: string | undefined): void {
  if (value !== undefined) world.journal.requests = { ...world.journal.requests, [name]: value };
}

export function declareEmergency(world: World): void {
  world.journal.requests = { ...world.journal.requests, emergency: 'laptop stolen' };
  world.emergencySince = world.now;
}

const delivered: Readonly<Record<string, Act>> = {
  'puts a value by hand': (world) => put(world, newToken(world), `${CANARY}-value-${nextNumber(world)}`, CURRENT),
  'puts a pending value by hand': (world) =>
    put(world, newToken(world), `${CANARY}-value-${nextNumber(world)}`, PENDING),
  'puts the current value once more': putAgain(CURRENT),
  'puts the old value once more': putAgain(PREVIOUS),
  'puts the pending value once more': putAgain(PENDING),
  'cancels the rotation': cancelRotation,
  'starts a rotation': rotateSecret,
  'rolls the label back': rollBack,
  'takes the pending label away': (world) => moveStage(world, PENDING, versionLabelled(world, PENDING), undefined),
  'schedules the deletion': (world) => {
    world.secret.isDeleted = true;
  },
  'disables the encryption key': (world) => {
    world.kms = 'disabled';
  },
};

const keys: Readonly<Record<string, Act>> = {
  'deletes the current key': (world) => changeKey(world, CURRENT, (id) => deleteKey(world, id, 'person', unseen)),
  'deletes the pending key': (world) => changeKey(world, PENDING, (id) => deleteKey(world, id, 'person', unseen)),
  'deletes the old key': (world) => changeKey(world, PREVIOUS, (id) => deleteKey(world, id, 'person', unseen)),
  'deactivates the current key': (world) =>
    changeKey(world, CURRENT, (id) => setKeyStatus(world, id, 'Inactive', 'person', unseen)),
  'deactivates the old key': (world) =>
    changeKey(world, PREVIOUS, (id) => setKeyStatus(world, id, 'Inactive', 'person', unseen)),
  'activates the old key': (world) =>
    changeKey(world, PREVIOUS, (id) => setKeyStatus(world, id, 'Active', 'person', unseen)),
  'makes a key': (world) => {
    createKey(world, 'person');
  },
  'deletes the user': deleteUser,
};

const requests: Readonly<Record<string, Act>> = {
  'declares an emergency': declareEmergency,
  'asks to give the rotation up': (world) => request(world, 'discard', versionLabelled(world, PENDING)),
  'asks for the old key': (world) => request(world, 'reactivate', keyAt(world, PREVIOUS)),
};

/** What people do to a room in the middle of its work. Each is one call, and may be refused. */
export const actsOfPeople: Readonly<Record<string, Act>> = { ...delivered, ...keys, ...requests };

/** Puts right what people did, as the errors and notices advise: only the product's own leavings stay. */
export function repair(world: World): void {
  const { secret, user } = world;
  secret.isDeleted = false;
  secret.rotationEnabled = true;
  world.kms = 'enabled';
  user.exists = true;
  for (const { id, madeBy } of [...user.keys]) if (madeBy === 'person') deleteKey(world, id, 'person', unseen);
  giveUpWhatIsNoKey(world);
  const current = versionLabelled(world, CURRENT);
  if (current === undefined || keyAt(world, CURRENT) !== undefined) return;
  const good = Object.keys(secret.versions).find((id) => {
    const key = keyOfValue(secret.versions[id]?.value)?.id;
    return user.keys.some((held) => held.id === key);
  });
  if (good === undefined) {
    // Nothing good is left: the secret is deleted and deployed anew.
    secret.versions = {};
    delete secret.rotation;
    return;
  }
  makeCurrent(world, good);
  changeKey(world, CURRENT, (id) => setKeyStatus(world, id, 'Active', 'person', unseen));
}

/** A pending value that somebody put and that is no key: no rotation can go on with it, and the notice says what to do. */
function giveUpWhatIsNoKey(world: World): void {
  const pending = versionLabelled(world, PENDING);
  if (pending === undefined || pending === versionLabelled(world, CURRENT)) return;
  const { value } = world.secret.versions[pending] ?? {};
  if (value !== undefined && keyOfValue(value) === undefined) request(world, 'discard', pending);
}
