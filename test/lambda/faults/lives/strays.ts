import { CURRENT, PREVIOUS } from '../../../../lambda/rotation/ports';
import { DAY, HOUR, MINUTE, SECOND } from '../../../support/aws-model/world';
import { rotation, tick, ticksAfter } from '../functions';
import {
  act,
  becomes,
  birth,
  deleteKeysOfPeople,
  expecting,
  finish,
  hours,
  type Life,
  overlap,
  person,
  told,
} from './life';

export const strayRotations: readonly Life[] = [
  {
    name: 'a user that is missing',
    before: birth,
    script: [
      person(29 * DAY, 'deletes the user'),
      ...hours(29 * DAY + HOUR),
      told(29 * DAY + 4 * HOUR, 'current-key-unusable', ({ user }) => user === 'files'),
      rotation(30 * DAY),
      act(31 * DAY, ({ user }) => {
        user.exists = true;
      }),
      ...hours(31 * DAY + HOUR),
      becomes(31 * DAY + 5 * HOUR, CURRENT, 'Active'),
      ...ticksAfter(31),
    ],
    rotations: [2, 2],
  },
  {
    name: 'a cancelled rotation that is switched on again',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, 'cancels the rotation'),
      ...hours(30 * DAY + HOUR),
      told(30 * DAY + 5 * HOUR, 'pending-stale'),
      rotation(31 * DAY),
      ...ticksAfter(31),
    ],
    rotations: [2, 2],
  },
  {
    name: 'a rotation that is abandoned because somebody puts a value',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, 'puts the current value once more'),
      ...hours(30 * DAY + HOUR),
      rotation(31 * DAY),
      ...hours(31 * DAY + 2 * HOUR),
      ...ticksAfter(31),
    ],
    rotations: [2, 2],
  },
  {
    name: 'a label that is rolled back to an inactive key',
    before: overlap,
    script: [
      ...hours(37 * DAY + 2 * HOUR),
      person(37 * DAY + 12 * HOUR, 'rolls the label back'),
      ...hours(37 * DAY + 13 * HOUR),
      becomes(37 * DAY + 17 * HOUR, CURRENT, 'Active'),
      becomes(37 * DAY + 17 * HOUR, PREVIOUS, 'Active'),
      ...[44, 45, 45.5, 46, 47, 47.5].map((day) => tick(day * DAY)),
      rotation(60 * DAY),
      ...ticksAfter(60),
    ],
    rotations: [3, 3],
  },
  {
    name: 'a label that is rolled back right after its key was stopped',
    before: overlap,
    script: [
      tick(37 * DAY + 2 * HOUR),
      person(37 * DAY + 2 * HOUR + MINUTE, 'rolls the label back'),
      ...hours(37 * DAY + 3 * HOUR),
      becomes(37 * DAY + 7 * HOUR, CURRENT, 'Active'),
      ...[44, 44.5, 45, 45.5, 46, 47].map((day) => tick(day * DAY)),
    ],
    rotations: [2, 2],
  },
  {
    name: 'a label that is rolled back to a key that is gone',
    before: overlap,
    script: [
      ...ticksAfter(30),
      person(40 * DAY, 'rolls the label back'),
      ...hours(40 * DAY + HOUR),
      becomes(40 * DAY + 5 * HOUR, CURRENT, 'Active'),
      ...ticksAfter(40.5),
    ],
    rotations: [3, 3],
  },
  {
    // With two such keys and one lost call nobody knows which is whose, and a place is free only once the person's is gone.
    name: 'a person who makes a key while the first one may be lost',
    before: [],
    script: [
      tick(0),
      person(SECOND, 'makes a key'),
      ...hours(2 * HOUR),
      act(DAY, deleteKeysOfPeople),
      act(DAY + HOUR, finish),
      ...hours(DAY + 3 * HOUR),
      becomes(DAY + 6 * HOUR, CURRENT, 'Active'),
    ],
    rotations: [1, 1],
  },
  {
    name: 'both places taken by a key of a person',
    before: birth,
    script: [
      person(10 * DAY, 'makes a key'),
      ...hours(10 * DAY + 2 * HOUR),
      told(10 * DAY + 5 * HOUR, 'foreign-key', ({ keyId, found }) => keyId !== undefined && found.includes(keyId)),
      rotation(30 * DAY),
      ...hours(30 * DAY + 2 * HOUR),
      becomes(30 * DAY + 5 * HOUR, CURRENT, 'Active'),
      expecting(30 * DAY + 5 * HOUR, "the person's key stays", ({ user }) =>
        user.keys.some(({ madeBy, status }) => madeBy === 'person' && status === 'Active'),
      ),
      told(30 * DAY + 5 * HOUR, 'pending-stale'),
      act(32 * DAY, deleteKeysOfPeople),
      rotation(32 * DAY + HOUR),
      ...ticksAfter(32.1),
    ],
    rotations: [2, 2],
  },
];
