import { loadConfiguration } from '../../lib/config/load-configuration';
import { accountEvents } from '../../lib/detection/account-events';
import { patternsOf } from '../../lib/detection/rule-parts';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { baseline, today } from '../support/configurations';
import { callsThatRing, destructiveCalls, withCall } from './events/calls';

const [prod] = loadConfiguration(baseline(), { file: 'baseline', today }).environments;
if (prod === undefined) throw new Error('the baseline has no environment');
const detections = [...accountEvents(prod), ...workloadEvents(prod)];

function rings(id: string, event: unknown): boolean {
  const detection = detections.find((candidate) => candidate.id === id);
  if (detection === undefined) throw new Error(`there is no detection ${id}`);
  return patternsOf(detection).some((pattern) => matchesEventPattern(pattern, event));
}

it.each(callsThatRing)('%s rings by each call that it must', (id, standsIn, calls) => {
  expect(calls.filter((call) => !rings(id, withCall(standsIn, call)))).toEqual([]);
});

it.each(destructiveCalls)('%s rings by each destructive call of a deployment too', (id, standsIn, calls) => {
  expect(calls.filter((call) => !rings(id, withCall(standsIn, call)))).toEqual([]);
});
