import { newWorld } from '../../support/aws-model/world';
import { everyFault } from './every-fault';
import { accessKey, lifeOfValues, randomValues, wholeLife } from './functions';

// The second fault is looked for in the run that has the first, so that the calls of every recovery are struck too.
test('keeps every promise about an access key under every pair of faults', async () => {
  const { lives } = await everyFault('pairs-of-faults-access-key', accessKey, wholeLife, 2);
  expect(lives[2]).toBeGreaterThan(1_000_000);
}, 600_000);

test('keeps every promise about a rotated value under every pair of faults', async () => {
  const { lives } = await everyFault('pairs-of-faults-value', randomValues(newWorld()), lifeOfValues, 2);
  expect(lives[2]).toBeGreaterThan(50_000);
}, 60_000);
