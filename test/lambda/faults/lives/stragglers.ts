import { PREVIOUS } from '../../../../lambda/rotation/ports';
import { DAY, HOUR, type World } from '../../../support/aws-model/world';
import { tick } from '../functions';
import { act, becomes, hours, keyAt, type Life, overlap, told } from './life';

const useUntil = (day: number) => (world: World) => {
  const key = keyAt(world, PREVIOUS);
  if (key !== undefined) key.stragglerUntil = world.now + day * DAY;
};

export const stragglers: readonly Life[] = [
  {
    name: 'an old key that is used after its overlap',
    before: overlap,
    script: [
      act(31 * DAY, useUntil(9)),
      ...hours(37 * DAY + 2 * HOUR),
      becomes(37 * DAY + 6 * HOUR, PREVIOUS, 'Active'),
      told(
        37 * DAY + 6 * HOUR,
        'old-key-still-used',
        ({ service, region, lastUsedAt }) => service === 's3' && region === 'eu-central-1' && lastUsedAt !== undefined,
      ),
      ...[39, 40, 41, 41.5, 42, 43, 43.5].map((day) => tick(day * DAY)),
      becomes(43.6 * DAY, PREVIOUS, 'gone'),
    ],
    rotations: [2, 2],
  },
  {
    name: 'an old key that is used until the bound for keys in use',
    before: overlap,
    script: [
      act(31 * DAY, useUntil(300)),
      ...hours(39 * DAY),
      becomes(39 * DAY + 3 * HOUR, PREVIOUS, 'Active'),
      ...hours(40 * DAY + 2 * HOUR),
      becomes(40 * DAY + 5 * HOUR, PREVIOUS, 'Inactive'),
      ...hours(41 * DAY + 6 * HOUR),
      becomes(41 * DAY + 9 * HOUR, PREVIOUS, 'gone'),
    ],
    rotations: [2, 2],
    usedKeyDays: 10,
  },
  {
    name: 'an old key that is tried while it is inactive',
    before: overlap,
    script: [
      ...hours(37 * DAY + 2 * HOUR),
      act(37 * DAY + 8 * HOUR, useUntil(2)),
      ...hours(38 * DAY + 14 * HOUR),
      becomes(38 * DAY + 18 * HOUR, PREVIOUS, 'Inactive'),
      told(38 * DAY + 18 * HOUR, 'inactive-key-used', ({ service }) => service === 's3'),
      ...[40, 41, 41.5, 42].map((day) => tick(day * DAY)),
    ],
    rotations: [2, 2],
  },
];
