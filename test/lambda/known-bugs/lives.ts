import { PENDING, PREVIOUS } from '../../../lambda/rotation/ports';
import type { Happening } from '../../support/aws-model/driver';
import { InvariantBroken } from '../../support/aws-model/explore';
import { createKey, deleteKey } from '../../support/aws-model/identity';
import { cancelRotation, moveStage, versionLabelled } from '../../support/aws-model/secrets-manager';
import { DAY, HOUR, keyOfValue, SECOND, type World } from '../../support/aws-model/world';
import { wholeLife } from '../faults/functions';
import { type Surroundings, withLateEvents, withoutLastUseFor } from './surroundings';

/** What happens to a secret, in which the right functions break no promise and a bug shows. */
export interface Life {
  readonly script: readonly Happening[];
  /** How many rotations are finished when it is over. */
  readonly rotations: number;
  /** Number of faults at the same time that it is lived under. */
  readonly faults: number;
  /** What the functions have to do with beside the model. */
  readonly around?: Surroundings;
}

const rotation = (after: number): Happening => ({ after, what: 'rotate' });
const ticks = (...days: readonly number[]): Happening[] => days.map((at) => ({ after: at * DAY, what: 'tick' }));
const person = (after: number, act: (world: World) => void): Happening => ({ after, what: act });

/** The scheduled function starts the first rotation, and a later run finds it finished. */
const firstRotation = [...ticks(0), ...ticks(2 / 24)];

function keepsUsingTheOldKey(world: World): void {
  const previous = versionLabelled(world, PREVIOUS);
  const value = previous === undefined ? undefined : world.secret.versions[previous]?.value;
  const key = world.user.keys.find(({ id }) => id === keyOfValue(value)?.id);
  if (key !== undefined) key.stragglerUntil = world.now + 10 * DAY;
}

function makesAKey(world: World): void {
  if (world.user.keys.length < 2) createKey(world, 'person');
}

function deletesTheKey(world: World): void {
  for (const { id, madeBy } of [...world.user.keys]) {
    if (madeBy === 'person') deleteKey(world, id, 'person', () => undefined);
  }
}

function declaresAnEmergency(world: World): void {
  world.journal.requests = { emergency: 'the key was seen in a public repository' };
  world.emergencySince = world.now;
}

/** As the user guide says to end a rotation that hangs. */
function givesTheRotationUp(world: World): void {
  const pending = versionLabelled(world, PENDING);
  cancelRotation(world);
  if (pending !== undefined) moveStage(world, PENDING, pending, undefined, 'person');
}

function switchesRotationOnAgain(world: World): void {
  world.secret.rotationEnabled = true;
}

const setEncryption = (state: World['kms']) => (world: World) => {
  world.kms = state;
};

function looksForAKeyThatCouldNotBeStored({ user }: World): void {
  if (user.keys.length + user.gone.length > 0)
    throw new InvariantBroken('a key was made although it could not be stored');
}

/** A rotation whose old key somebody goes on using for days after its overlap. */
const usedPastItsOverlap = [
  ...firstRotation,
  rotation(30 * DAY),
  ...ticks(30 + 2 / 24),
  person(31 * DAY, keepsUsingTheOldKey),
  ...ticks(36, 37 + 2 / 24, 38, 40),
];

type LifeName =
  | 'ordinary'
  | 'tooEarly'
  | 'straggler'
  | 'noLastUse'
  | 'foreignKey'
  | 'emergency'
  | 'abandoned'
  | 'unfinished'
  | 'late'
  | 'encryptionOff';

export const lives: Readonly<Record<LifeName, Life>> = {
  /** First key, rotation, overlap, retirement, and another rotation. */
  ordinary: { script: wholeLife, rotations: 3, faults: 1 },
  /** Somebody starts a rotation in the overlap of the one before. */
  tooEarly: {
    script: [
      ...firstRotation,
      rotation(30 * DAY),
      ...ticks(30 + 2 / 24),
      rotation(32 * DAY),
      ...ticks(38, 39, 40, 41),
      rotation(41 * DAY + HOUR),
      ...ticks(41 + 3 / 24, 49, 50 + 4 / 24, 50 + 5 / 24),
    ],
    rotations: 3,
    faults: 0,
  },
  /** A consumer reads the secret once and never again, until somebody finds it. */
  straggler: {
    script: [...usedPastItsOverlap, ...ticks(41 + 2 / 24, 43, 43 + 1 / 24, 44 + 2 / 24, 44 + 3 / 24)],
    rotations: 2,
    faults: 1,
  },
  /** Somebody makes a second key for the user, which leaves no place for the rotation, and takes it away when told so. */
  foreignKey: {
    script: [
      ...firstRotation,
      person(10 * DAY, makesAKey),
      ...ticks(10 + 2 / 24),
      rotation(30 * DAY),
      ...ticks(30 + 2 / 24),
      person(31 * DAY, deletesTheKey),
      rotation(31 * DAY + HOUR),
      ...ticks(31 + 3 / 24, 38, 39 + 4 / 24, 39 + 5 / 24, 39 + 6 / 24),
    ],
    rotations: 2,
    faults: 1,
  },
  /** The user has a key that somebody else made after the current one, and the current one is known to others. */
  emergency: {
    script: [
      ...firstRotation,
      person(10 * DAY, makesAKey),
      person(20 * DAY, declaresAnEmergency),
      ...ticks(20, 20 + 2 / 24, 20 + 3 / 24),
      person(21 * DAY, deletesTheKey),
      ...ticks(22, 23),
    ],
    rotations: 2,
    faults: 0,
  },
  /** Somebody ends a rotation between its first step and its last. */
  abandoned: {
    script: [
      ...firstRotation,
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, givesTheRotationUp),
      person(30 * DAY + HOUR, switchesRotationOnAgain),
      ...ticks(30 + 2 / 24, 31 + 3 / 24, 31 + 4 / 24),
    ],
    rotations: 1,
    faults: 0,
  },
  /** Events of the rotation before arrive once more, while AWSPENDING is still on the version of the next one. */
  late: {
    script: [
      ...firstRotation,
      rotation(30 * DAY),
      { after: 30 * DAY + 50 * SECOND, what: 'tick' },
      ...ticks(30 + 2 / 24, 38, 39),
    ],
    rotations: 2,
    faults: 0,
    around: withLateEvents,
  },
  /** The key that encrypts the secret is disabled when the first key is to be made. */
  encryptionOff: {
    script: [
      person(0, setEncryption('disabled')),
      ...ticks(0),
      person(30 * SECOND, looksForAKeyThatCouldNotBeStored),
      person(DAY, setEncryption('enabled')),
      ...ticks(1 + 1 / 24, 1 + 3 / 24),
    ],
    rotations: 1,
    faults: 0,
  },
  /** IAM does not say when a key was used last, which it was a moment ago. */
  noLastUse: {
    script: [...usedPastItsOverlap, ...ticks(41, 43, 43 + 1 / 24, 44 + 2 / 24, 44 + 3 / 24)],
    rotations: 2,
    faults: 0,
    around: withoutLastUseFor(42 * DAY),
  },
  /** A rotation hangs between its first step and its last for as long as an old key is kept. */
  unfinished: {
    script: [
      ...firstRotation,
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, cancelRotation),
      ...ticks(30 + 2 / 24, 31 + 3 / 24, 38, 39, 40),
      rotation(41 * DAY),
      ...ticks(41 + 2 / 24, 49, 49 + 4 / 24, 50 + 5 / 24, 50 + 6 / 24),
    ],
    rotations: 2,
    faults: 0,
  },
};
