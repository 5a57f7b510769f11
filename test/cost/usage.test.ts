import { CostError } from '../../tools/cost/cost-error';
import { assumedUsage, usageFrom, usageSchema } from '../../tools/cost/usage';

const assumed = assumedUsage.production;

it.each(Object.entries(assumedUsage))('assumes for %s what its own check accepts', (_tier, usage) => {
  expect(usageSchema.parse(usage)).toEqual(usage);
});

it('takes what a team knows better, and assumes the rest', () => {
  const usage = usageFrom(assumed, '{ "objectReads": 7 }', 'usage.json');
  expect(usage).toEqual({ ...assumed, objectReads: 7 });
});

it.each([
  ['a number below nothing', '{ "objectReads": -1 }', 'objectReads'],
  ['text', '{ "messages": "many" }', 'messages'],
  ['a name that it does not know', '{ "objectReeds": 1 }', 'objectReeds'],
  ['more hours than a month has', '{ "metricHours": { "otherwise": 731, "named": {} } }', 'metricHours: otherwise'],
])('refuses %s and names it', (_what, text, name) => {
  expect(() => usageFrom(assumed, text, 'usage.json')).toThrow(CostError);
  expect(() => usageFrom(assumed, text, 'usage.json')).toThrow(name);
});

it.each(['', '[]', '"text"', '{'])('refuses a file that is no JSON object: %j', (text) => {
  expect(() => usageFrom(assumed, text, 'usage.json')).toThrow(/^usage\.json is no JSON/);
});
