import { PENDING } from '../../../../lambda/rotation/ports';
import { versionLabelled } from '../../../support/aws-model/secrets-manager';
import { DAY, HOUR, MINUTE, SECOND } from '../../../support/aws-model/world';
import { rotation, tick } from '../functions';
import { declareEmergency, request } from '../people';
import { act, answered, birth, enable, expecting, finish, hours, type Life, person, told } from './life';

/** Passwords and signing keys: no key has to be stopped, and whoever knows the old value knows nothing any more. */
export const livesOfValues: readonly Life[] = [
  {
    name: 'an emergency at rest',
    before: birth,
    script: [
      act(10 * DAY, declareEmergency),
      ...hours(10 * DAY + 10 * MINUTE, 2),
      answered(10 * DAY + 130 * MINUTE),
      rotation(30 * DAY),
      tick(30 * DAY + 2 * HOUR),
    ],
    rotations: [3, 3],
  },
  {
    name: 'an emergency in a rotation',
    before: birth,
    script: [
      rotation(30 * DAY),
      act(30 * DAY + SECOND, declareEmergency),
      ...hours(30 * DAY + 10 * MINUTE, 2),
      ...hours(30 * DAY + 2 * HOUR, 2),
      answered(30 * DAY + 4 * HOUR),
    ],
    rotations: [2, 3],
  },
  {
    name: 'a cancelled rotation that an operator gives up',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + SECOND, 'cancels the rotation'),
      ...hours(30 * DAY + HOUR),
      told(30 * DAY + 4 * HOUR, 'rotation-off'),
      told(30 * DAY + 4 * HOUR, 'pending-stale'),
      act(30 * DAY + 5 * HOUR, (world) => request(world, 'discard', versionLabelled(world, PENDING))),
      ...hours(30 * DAY + 6 * HOUR),
      expecting(30 * DAY + 9 * HOUR, 'nothing is pending', (world) => versionLabelled(world, PENDING) === undefined),
      rotation(31 * DAY),
      ...hours(31 * DAY + 2 * HOUR),
    ],
    rotations: [2, 2],
  },
  {
    name: 'an encryption key that is disabled in a rotation',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, 'disables the encryption key'),
      ...hours(30 * DAY + 2 * HOUR, 2),
      act(30 * DAY + 5 * HOUR, enable),
      act(30 * DAY + 6 * HOUR, finish),
      ...hours(30 * DAY + 8 * HOUR),
    ],
    rotations: [2, 2],
  },
];
