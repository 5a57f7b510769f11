import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import type { Stack } from '../../tools/access/template';
import { reachRules } from '../detection/reach.rules';
import { sourceRules } from '../detection/sources.rules';
import { contractRules } from './contracts.rules';
import { roomOf } from '../support/room';
import { synth, today } from '../support/templates';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];

/** A workload as large as those of the examples. */
function workload(index: number): WorkloadInput {
  return {
    name: `application-${String(index).padStart(3, '0')}`,
    owner: 'platform',
    dataClass: 'internal',
    files: { prefixes: ['in/', 'out/'], objectLock: { mode: 'GOVERNANCE', days: 1 } },
    secrets: Array.from(
      { length: 4 },
      (_, secret) => ({ kind: 'password', name: `secret-${String(secret)}`, rotation: { everyDays: 60 } }) as const,
    ),
    settings: { colour: 'blue' },
    consumers: Array.from(
      { length: 3 },
      (_, consumer) =>
        ({
          kind: 'lambda-role',
          name: `consumer-${String(consumer)}`,
          access: { files: [{ prefix: 'in/', verbs: ['list', 'read', 'write'] }], secrets: '*', settings: true },
        }) as const,
    ),
  };
}

function environmentWith(workloads: number): Environment {
  const configuration: ConfigurationInput = {
    environments: [
      {
        name: 'large',
        tier: 'staging',
        account: '888899990000',
        region: 'eu-central-1',
        owner: 'platform',
        alertRecipients: ['platform@example.com'],
        audit: {
          trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
          accessLogRetentionDays: 90,
          guardDuty: 'on',
          accessAnalyzer: 'on',
        },
        workloads: Array.from({ length: workloads }, (_, index) => workload(index)),
      },
    ],
  };
  const [environment] = loadConfiguration(configuration, { file: 'scale.test.ts', today }).environments;
  if (environment === undefined) throw new Error('the configuration has no environment');
  return environment;
}

function typesIn(stack: Stack | undefined): Record<string, number> {
  const types = Object.values(stack?.template.Resources ?? {}).map(({ Type }) => Type);
  return Object.fromEntries([...new Set(types)].map((type) => [type, types.filter((one) => one === type).length]));
}

function resourceCounts(environment: Environment): number[] {
  return synth(environment).map(({ template }) => Object.keys(template.Resources).length);
}

describe('an environment of 100 workloads', () => {
  const large = environmentWith(100);

  it('is a foundation, one for global events and 100 stacks, each far from the 500 resources that a stack may have', () => {
    const counts = resourceCounts(large);
    expect(counts).toHaveLength(102);
    expect(Math.max(...counts)).toBeLessThan(150);
  });

  it('needs no more in the foundation than one workload does, but for rules that must name the workloads', () => {
    const countsOf = (environment: Environment) => typesIn(synth(environment)[0]);
    const { 'AWS::Events::Rule': rules = 0, ...rest } = countsOf(large);
    const { 'AWS::Events::Rule': rulesOfOne = 0, ...restOfOne } = countsOf(environmentWith(1));
    expect(rest).toEqual(restOfOne);
    expect(rules).toBeGreaterThan(rulesOfOne);
  });

  it('keeps to what an account and Region takes: 300 rules on the bus, 5,000 alarms', () => {
    const types = synth(large)
      .filter(({ region }) => region === large.region)
      .map(typesIn);
    const count = (type: string) => types.reduce((sum, stack) => sum + (stack[type] ?? 0), 0);
    expect(count('AWS::Events::Rule')).toBeLessThan(250);
    expect(count('AWS::CloudWatch::Alarm') + count('AWS::CloudWatch::CompositeAlarm')).toBeLessThan(4000);
  });

  it('makes no template longer than the megabyte that CloudFormation takes', () => {
    for (const { name, template } of synth(large)) {
      expect([name, JSON.stringify(template).length < 1_000_000]).toEqual([name, true]);
    }
  });

  it('selects every vault with fewer than the 500 values that a trail takes', () => {
    const [trail] = Object.values(synth(large)[0]?.template.Resources ?? {}).filter(
      ({ Type }) => Type === 'AWS::CloudTrail::Trail',
    );
    const values =
      JSON.stringify(trail?.Properties?.AdvancedEventSelectors).match(/arn:aws:s3:::application-\d+-/g) ?? [];
    expect(values).toHaveLength(100);
  });

  it.each(
    [...contractRules, ...sourceRules, ...reachRules].map(({ it: sentence, check }) => [sentence, check] as const),
  )('%s', async (_sentence, check) => {
    await check(roomOf(large));
  });
});
