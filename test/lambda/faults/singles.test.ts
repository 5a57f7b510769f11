import { faultKinds } from '../../support/aws-model/faults';
import { newWorld } from '../../support/aws-model/world';
import { everyFault } from './every-fault';
import { accessKey, lifeOfValues, randomValues, wholeLife } from './functions';

// Each kind of fault at each call of a whole life: the first key, a rotation, its overlap, the retirement, one more rotation.
test('keeps every promise about an access key under every single fault', async () => {
  const { lives } = await everyFault('single-faults-access-key', accessKey, wholeLife, 1);
  expect(lives[1]).toBeGreaterThan(200 * faultKinds.length);
}, 60_000);

test('keeps every promise about a rotated value under every single fault', async () => {
  const { lives } = await everyFault('single-faults-value', randomValues(newWorld()), lifeOfValues, 1);
  expect(lives[1]).toBeGreaterThan(40 * faultKinds.length);
}, 60_000);
