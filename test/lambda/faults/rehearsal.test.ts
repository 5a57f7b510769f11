import { beginRehearsal, Driver } from '../../support/aws-model/driver';
import { Judge } from '../../support/aws-model/invariants';
import { Delivery } from '../../support/aws-model/invocation';
import { playOut } from '../../support/aws-model/rest';
import { newWorld } from '../../support/aws-model/world';
import { accessKey, rules } from './functions';

// A deployment with RotateImmediately=false runs testSecret alone.
test.each([
  ['before the first rotation', []],
  ['on a copy of the current value', [{ after: 0, what: 'rotate' as const }]],
])('passes the rehearsal of a deployment without a write, %s', async (_, script) => {
  const world = newWorld();
  const driver = new Driver(accessKey, script, world);
  await playOut(driver, world, rules);
  const { token, end } = beginRehearsal(world);
  const delivery = new Delivery(world, new Judge(world, rules), driver.workOfStep(token, 'testSecret'));
  expect(await delivery.run()).toBe('done');
  expect(delivery.writes).toBe(0);
  end();
});
