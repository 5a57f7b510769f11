import { Driver, type Happening } from '../../support/aws-model/driver';
import { unrest } from '../../support/aws-model/invariants';
import { playOut } from '../../support/aws-model/rest';
import { cloneWorld, DAY, HOUR, type World } from '../../support/aws-model/world';
import { accessKey, rules } from './functions';
import { repair } from './people';

const tick = (after: number): Happening => ({ after, what: 'tick' });

/** What comes once people have put right what they did: attempts, retirement, and one more rotation. */
const afterwards: readonly Happening[] = [
  ...[0.1, 1, 2, 3, 9, 10, 11, 12, 20, 21, 22].map((day) => tick(day * DAY)),
  { after: 30 * DAY, what: 'rotate' },
  tick(30 * DAY + 2 * HOUR),
  ...[38, 39, 40, 41, 42].map((day) => tick(day * DAY)),
];

/** What is wrong with a room a while after people meddled with it and put it right again. */
export async function settled(world: World): Promise<readonly string[]> {
  const later = cloneWorld(world);
  repair(later);
  later.scriptPosition = 0;
  const finished = later.secret.finishedRotations;
  const violations = await playOut(new Driver(accessKey, afterwards, later), later, rules);
  return [
    ...violations,
    ...unrest(later),
    ...(later.secret.finishedRotations > finished ? [] : ['no rotation finished any more']),
  ];
}
