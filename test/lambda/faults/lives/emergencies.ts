import type { Happening } from '../../../support/aws-model/driver';
import { createKey } from '../../../support/aws-model/identity';
import { DAY, HOUR, MINUTE, SECOND } from '../../../support/aws-model/world';
import { rotation, tick, ticksAfter } from '../functions';
import { declareEmergency } from '../people';
import { act, answered, birth, hours, type Life, overlap } from './life';

/** What follows an order to cut everything: answered within two hours although a call fails, and cleared away in days. */
function emergency(at: number): Happening[] {
  return [
    act(at, declareEmergency),
    ...hours(at + 10 * MINUTE, 2),
    answered(at + 130 * MINUTE),
    ...hours(at + 3 * HOUR),
    ...[30, 31, 54, 78].map((after) => tick(at + after * HOUR)),
  ];
}

export const emergencies: readonly Life[] = [
  { name: 'an emergency at rest', before: birth, script: [...emergency(10 * DAY)], rotations: [2, 2] },
  {
    name: 'an emergency before a rotation',
    before: birth,
    script: [...emergency(10 * DAY), rotation(30 * DAY), ...ticksAfter(30)],
    rotations: [3, 3],
  },
  ...(
    [
      ['its first step', SECOND],
      ['its second step', 3 * SECOND],
      ['its test', 10 * SECOND],
    ] as const
  ).map(([name, after]) => ({
    name: `an emergency in a rotation, after ${name}`,
    before: birth,
    script: [rotation(30 * DAY), ...emergency(30 * DAY + after)],
    // Where its first try has failed, the same rotation answers the emergency.
    rotations: [2, 3] as const,
  })),
  { name: 'an emergency in an overlap', before: overlap, script: [...emergency(32 * DAY)], rotations: [3, 3] },
  {
    name: 'an emergency while the old key is inactive',
    before: overlap,
    script: [...hours(37 * DAY + HOUR), ...emergency(37 * DAY + 12 * HOUR)],
    rotations: [3, 3],
  },
  {
    name: 'an emergency when a thief has made a key',
    before: birth,
    script: [act(10 * DAY, (world) => createKey(world, 'person')), ...emergency(10 * DAY + MINUTE)],
    rotations: [2, 2],
  },
  {
    name: 'an emergency that somebody takes back',
    before: birth,
    script: [
      act(10 * DAY, declareEmergency),
      act(10 * DAY + MINUTE, (world) => {
        world.journal.requests = {};
        delete world.emergencySince;
      }),
      ...hours(10 * DAY + HOUR),
    ],
    rotations: [1, 1],
  },
];
