import { CostError } from '../../tools/cost/cost-error';
import { type CostTable, type Purpose, sumOf } from '../../tools/cost/cost-table';
import { costOf, tierOf } from '../../tools/cost/environment-cost';
import { priceList } from '../../tools/cost/prices';
import { resourceTypes } from '../../tools/cost/resource-types';
import { assumedUsage } from '../../tools/cost/usage';
import type { Environment } from '../../lib/config/parameters';
import { environmentsOf, exampleNames } from '../examples/example';
import { everyKind } from '../support/every-kind';
import { environments, named, synth } from '../support/templates';
import { stackWith, tableOf, unitsOf } from './synthetic';

function tableFor(environment: Environment): CostTable {
  return costOf({ name: environment.name, stacks: synth(environment) }, assumedUsage[environment.tier]);
}

/** How often a type is written in the templates of an environment. */
function written(environment: Environment, type: string): number {
  return synth(environment)
    .map(({ template }) => JSON.stringify(template.Resources).split(`"Type":"${type}"`).length - 1)
    .reduce((sum, count) => sum + count, 0);
}

const every: readonly (readonly [string, Environment])[] = [
  ...environments.map((environment) => [`default ${environment.name}`, environment] as const),
  ...exampleNames.flatMap((example) =>
    environmentsOf(example).map((environment) => [`${example} ${environment.name}`, environment] as const),
  ),
  ...everyKind.map((environment) => [`every kind ${environment.name}`, environment] as const),
];

describe('resource types', () => {
  it('that nobody has priced are refused, all at once, each by its name and with the place to add it', () => {
    const resources = {
      Known: { Type: 'AWS::KMS::Key', Properties: {} },
      Gateway: { Type: 'AWS::EC2::NatGateway', Properties: {} },
      Machine: { Type: 'AWS::EC2::Instance', Properties: {} },
    };
    const cost = () => tableOf(resources);
    expect(cost).toThrow(CostError);
    expect(cost).toThrow('AWS::EC2::NatGateway (strongroom-test/Gateway)');
    expect(cost).toThrow('AWS::EC2::Instance (strongroom-test/Machine)');
    expect(cost).toThrow('tools/cost/resource-types.ts');
  });

  it('that cost nothing say why', () => {
    const reasons = Object.values(resourceTypes).flatMap((type) => ('free' in type ? [type.free] : []));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });

  it.each(every)('are all known: %s', (_name, environment) => {
    expect(sumOf(tableFor(environment).lines).list).toBeGreaterThan(1);
  });
});

it.each(every)('knows the tier by what its stacks protect: %s', (_name, environment) => {
  expect(tierOf(synth(environment))).toBe(environment.tier);
});

it.each(every)('knows who makes every metric that an alarm waits for: %s', (_name, environment) => {
  const { notPriced } = tableFor(environment);
  expect(notPriced.filter(({ what }) => what.startsWith('metric '))).toEqual([]);
});

it.each(every)('knows how often every function runs, and how long every log is kept: %s', (_name, environment) => {
  const { notPriced } = tableFor(environment);
  expect(notPriced.filter(({ what }) => /^(function|keeping the lines)/.test(what))).toEqual([]);
});

it('has no cost for an environment without stacks', () => {
  expect(() => costOf({ name: 'empty', stacks: [] }, assumedUsage.staging)).toThrow('environment empty has no stacks');
});

it('leaves out what a condition leaves out', () => {
  const { template, ...stack } = stackWith({ Key: { Type: 'AWS::KMS::Key', Properties: {}, Condition: 'Never' } });
  const never = { ...stack, template: { ...template, Conditions: { Never: { 'Fn::Equals': ['yes', 'no'] } } } };
  expect(costOf({ name: 'test', stacks: [never] }, assumedUsage.staging).lines).toEqual([]);
});

describe('free tiers', () => {
  it('are of one price, whatever resources share it, and are taken from none of the list prices', () => {
    const table = tableFor(named(environments, 'prod'));
    for (const name of new Set(table.lines.map(({ price }) => price))) {
      const { dollars, per, freeUnits = 0 } = priceList.prices[name];
      const units = unitsOf(table, name);
      const lines = sumOf(table.lines.filter(({ price }) => price === name));
      expect(lines.list).toBeCloseTo((units / per) * dollars, 8);
      expect(lines.afterFreeTier).toBeCloseTo((Math.max(0, units - freeUnits) / per) * dollars, 8);
    }
  });
});

/**
 * Dollars a month, by hand: from AWS's prices, from what the configuration asks for, and from what is assumed of its use.
 * Two keys, four secrets, one vault, two buckets of records; of the secrets, two rotate and one is replaced by a person,
 * each of which has an age and may be empty, and one of them is a key that is tried: seven metrics.
 */
const byHand = {
  dev: {
    keeping: 2 * 1 + 4 * 0.4 + 2 * 0.03 + 1.2 * 0.05 + (1 + 2 * 0.5) * 0.023 + 120 * 0.005 + 200 * 0.0004,
    // 200,000 management events and 100,000 writes at 1,500 bytes, kept for 90 days.
    listening: 0.1 + 0.45 * 0.5 + 0.45 * (90 / 30.4) * 0.03,
    composites: 0,
  },
  staging: {
    keeping: 2 * 1 + 4 * 0.4 + 4 * 0.03 + 2 * 0.05 + (5 + 2 * 2) * 0.023 + 140 * 0.005 + 400 * 0.0004,
    // And GuardDuty.
    listening: 0.5 + 1.2 * 0.5 + 1.2 * (90 / 30.4) * 0.03 + 0.3 * 4 + 0.5 * 0.8,
    composites: 1,
  },
  prod: {
    keeping: 2 * 1 + 4 * 0.4 + 20 * 0.03 + 4 * 0.05 + (50 + 2 * 10) * 0.023 + 320 * 0.005 + 1_800 * 0.0004,
    listening: 2 + 3.75 * 0.5 + 3.75 * 12 * 0.03 + 0.5 * 4 + 2 * 0.8,
    composites: 1,
  },
} as const;

describe.each(['dev', 'staging', 'prod'] as const)('the default configuration’s %s', (name) => {
  const environment = named(environments, name);
  const hand = byHand[name];
  const table = tableFor(environment);
  const of = (purpose: Purpose, detection?: string) =>
    sumOf(
      table.lines.filter(
        (line) => line.purpose === purpose && (detection === undefined || line.detection === detection),
      ),
    );

  it('costs to keep what a calculation by hand says, to the cent', () => {
    expect(of('keeping').list).toBeCloseTo(hand.keeping, 2);
  });

  it('costs to listen what a calculation by hand says, to the cent', () => {
    expect(of('watching', 'listens').list).toBeCloseTo(hand.listening, 2);
  });

  it('costs to ring what its alarms, its dashboard and the metrics of its functions do, and up to ten metrics of filters', () => {
    const alarms = written(environment, 'AWS::CloudWatch::Alarm') * 0.1;
    const fixed = alarms + hand.composites * 0.5 + 3 + 7 * 0.3;
    const filters = written(environment, 'AWS::Logs::MetricFilter') * 0.3;
    expect(filters).toBeCloseTo(3);
    expect(of('watching', 'rings').list).toBeGreaterThan(fixed);
    expect(of('watching', 'rings').list).toBeLessThan(fixed + filters + 0.05);
  });

  it('costs next to nothing to rotate', () => {
    expect(of('rotating').list).toBeGreaterThan(0);
    expect(of('rotating').list).toBeLessThan(0.1);
  });

  it('costs the sum of its purposes, and less after free tiers', () => {
    const total = sumOf(table.lines);
    expect(total.list).toBeCloseTo(of('keeping').list + of('watching').list + of('rotating').list, 8);
    expect(total.afterFreeTier).toBeLessThan(total.list);
  });

  it('costs two dollars more for each key when both have rotated twice', () => {
    const later = costOf({ name, stacks: synth(environment) }, { ...table.usage, yearsInUse: 2 });
    expect(sumOf(later.lines).list - sumOf(table.lines).list).toBeCloseTo(4, 8);
  });
});
