import { CURRENT } from '../../../../lambda/rotation/ports';
import { DAY, HOUR, SECOND } from '../../../support/aws-model/world';
import { rotation, tick, ticksAfter } from '../functions';
import { act, becomes, birth, enable, finish, hours, type Life, overlap, person } from './life';

export const keyDisabled: readonly Life[] = [
  ...(
    [
      ['before a rotation', -HOUR],
      ['after its first step', SECOND],
      ['before its test', 3 * SECOND],
      ['after its test', 10 * SECOND],
      ['after a rotation', HOUR],
    ] as const
  ).map(([name, after]) => ({
    name: `an encryption key that is disabled ${name}`,
    before: birth,
    script: [
      ...[rotation(30 * DAY), person(30 * DAY + after, 'disables the encryption key')].toSorted(
        (one, two) => one.after - two.after,
      ),
      ...hours(30 * DAY + 2 * HOUR, 2),
      becomes(30 * DAY + 4 * HOUR, CURRENT, 'Active'),
      act(30 * DAY + 5 * HOUR, enable),
      act(30 * DAY + 6 * HOUR, finish),
      ...hours(30 * DAY + 8 * HOUR),
      ...ticksAfter(30.5),
    ],
    rotations: [2, 2] as const,
  })),
  {
    name: 'an encryption key that is disabled while an old key is retired',
    before: overlap,
    script: [
      person(36 * DAY, 'disables the encryption key'),
      ...hours(37 * DAY + 2 * HOUR),
      act(38 * DAY, enable),
      ...[38.1, 38.2, 39.5, 39.6, 40].map((day) => tick(day * DAY)),
    ],
    rotations: [2, 2],
  },
];
