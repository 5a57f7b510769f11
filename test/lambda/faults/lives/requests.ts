import { CURRENT, PENDING, PREVIOUS } from '../../../../lambda/rotation/ports';
import type { Happening } from '../../../support/aws-model/driver';
import { versionLabelled } from '../../../support/aws-model/secrets-manager';
import { DAY, HOUR, MINUTE, SECOND, type World } from '../../../support/aws-model/world';
import { rotation, tick, ticksAfter } from '../functions';
import { request } from '../people';
import { act, becomes, birth, expecting, hours, keyAt, type Life, overlap, person, told } from './life';

const oldKey = (world: World) => keyAt(world, PREVIOUS)?.id;

/** The old key works again, for a whole overlap. */
function reactivatedAt(day: number, hour: number): Happening[] {
  const at = day * DAY + hour * HOUR;
  return [
    act(at, (world) => request(world, 'reactivate', oldKey(world))),
    ...hours(at + HOUR),
    becomes(at + 5 * HOUR, PREVIOUS, 'Active'),
    tick(at + 6 * DAY),
    becomes(at + 6 * DAY + HOUR, PREVIOUS, 'Active'),
    ...[8, 8.5, 9, 10, 10.5].map((later) => tick(at + later * DAY)),
  ];
}

export const requests: readonly Life[] = [
  {
    name: 'an old key that an operator wants back',
    before: overlap,
    script: [...hours(37 * DAY + 2 * HOUR), ...reactivatedAt(37, 12)],
    rotations: [2, 2],
  },
  {
    name: 'an old key that an operator wants back when it is due for deletion',
    before: overlap,
    script: [...hours(37 * DAY + 2 * HOUR), ...reactivatedAt(38, 12)],
    rotations: [2, 2],
  },
  {
    name: 'an old key that an operator wants back, and a rotation that needs its place',
    before: overlap,
    script: [
      ...hours(37 * DAY + 2 * HOUR),
      act(38 * DAY + 12 * HOUR, (world) => request(world, 'reactivate', oldKey(world))),
      rotation(38 * DAY + 12 * HOUR + MINUTE),
      ...hours(38 * DAY + 14 * HOUR),
      becomes(38 * DAY + 18 * HOUR, PREVIOUS, 'Active'),
      ...[46, 46.5, 47, 48].map((day) => tick(day * DAY)),
      rotation(49 * DAY),
      ...ticksAfter(49),
    ],
    rotations: [3, 3],
  },
  {
    name: 'requests for what is not there',
    before: birth,
    script: [
      act(10 * DAY, (world) => request(world, 'reactivate', 'AKIAIOSFODNN7EXAMPLE')),
      act(10 * DAY, (world) => request(world, 'discard', versionLabelled(world, CURRENT))),
      ...hours(10 * DAY + HOUR),
      becomes(10 * DAY + 4 * HOUR, CURRENT, 'Active'),
    ],
    rotations: [1, 1],
  },
  {
    name: 'a cancelled rotation that an operator gives up',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + SECOND, 'cancels the rotation'),
      ...hours(30 * DAY + HOUR),
      told(30 * DAY + 4 * HOUR, 'rotation-off'),
      act(30 * DAY + 5 * HOUR, (world) => request(world, 'discard', versionLabelled(world, PENDING))),
      ...hours(30 * DAY + 6 * HOUR),
      expecting(30 * DAY + 9 * HOUR, 'nothing is pending', (world) => versionLabelled(world, PENDING) === undefined),
      ...hours(31 * DAY + 12 * HOUR),
      rotation(32 * DAY),
      ...ticksAfter(32),
    ],
    rotations: [2, 2],
  },
  {
    name: 'a pending value that is no key, and that an operator gives up',
    before: birth,
    script: [
      rotation(30 * DAY),
      person(30 * DAY + 3 * SECOND, 'puts a pending value by hand'),
      ...hours(30 * DAY + HOUR),
      told(30 * DAY + 4 * HOUR, 'pending-stale'),
      act(30 * DAY + 5 * HOUR, (world) => request(world, 'discard', versionLabelled(world, PENDING))),
      ...hours(30 * DAY + 6 * HOUR),
      ...hours(31 * DAY + 12 * HOUR),
      ...hours(33 * DAY),
      rotation(34 * DAY),
      ...ticksAfter(34),
    ],
    rotations: [2, 2],
  },
];
