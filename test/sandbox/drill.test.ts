import { execSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { holdDrill } from '../../tools/sandbox/drill/drill';
import type { DrillRow } from '../../tools/sandbox/drill/row';
import { Services } from '../../tools/sandbox/drill/services';
import { attributeIn } from '../../tools/sandbox/drill/topic-judge';
import type { RotationRoomProps } from '../../tools/sandbox/rotation/rotation-room';
import { keptRoom } from './kept-room';
import { leftIn, type Ran, runSandbox, temporaryFolder } from './run-sandbox';

jest.setTimeout(180_000);

const folder = temporaryFolder();
let ran: Ran;
let room: RotationRoomProps;
let services: Services;

beforeAll(async () => {
  ran = await runSandbox(folder, ['--environment', 'prod', '--keep', '--drill']);
  room = await keptRoom(ran.output, 'prod');
  services = new Services(room.emulator.connection);
});

afterAll(async () => {
  execSync(ran.output.trim().split('\n').at(-1) ?? 'false');
  for (let waited = 0; waited < 5000 && leftIn(folder).processes.length > 0; waited += 100) await sleep(100);
  const left = leftIn(folder);
  rmSync(folder, { recursive: true });
  expect(left).toEqual({ files: [], processes: [] });
});

/** Of the templates, with what was left out of them. */
function namesOf(type: string): string[] {
  const kept = room.stacks.flatMap(({ region, resources }) =>
    Object.values(resources)
      .filter(({ Type, Properties }) => Type === type && Properties?.ScheduleExpression === undefined)
      .map(({ Properties }) => [region, String(Properties?.AlarmName ?? Properties?.Name)] as const),
  );
  const leftOut = room.leftOut
    .filter((one) => one.type === type)
    .map(({ properties }) => [room.environment.region, String(properties.AlarmName)] as const);
  return [...kept, ...leftOut].map(([region, name]) => `${name} in ${region}`).sort();
}

function rows(kind: DrillRow['kind']): DrillRow[] {
  return (ran.result.drill ?? []).filter((row) => row.kind === kind);
}

const place = ({ name, region }: DrillRow) => `${name} in ${region}`;

async function drillAgain(leftOut = room.leftOut): Promise<DrillRow[]> {
  const { environment, emulator, stacks, live } = room;
  return holdDrill({ environment, connection: emulator.connection, stacks, live, leftOut });
}

function rowOf(drilled: readonly DrillRow[], name: string, region = room.environment.region): DrillRow | undefined {
  return drilled.find((row) => row.name === name && row.region === region);
}

describe('a drill', () => {
  it('rings every alarm of the templates, the composite ones too', () => {
    const all = [...namesOf('AWS::CloudWatch::Alarm'), ...namesOf('AWS::CloudWatch::CompositeAlarm')].sort();
    expect(all.length).toBeGreaterThan(20);
    expect(rows('alarm').map(place).sort()).toEqual(all);
    expect(rows('alarm').filter(({ rang }) => !rang)).toEqual([]);
  });

  it('rings every rule of the templates, those of the other Region too', () => {
    // CloudFormation names the rule of the notices.
    const all = namesOf('AWS::Events::Rule').filter((name) => !name.startsWith('undefined'));
    const named = rows('rule').filter(({ name }) => !name.includes('NoticesRule'));
    expect(all.length).toBeGreaterThan(30);
    expect(named.map(place).sort()).toEqual(all);
    expect(rows('rule')).toHaveLength(all.length + 1);
    expect(rows('rule').filter(({ rang }) => !rang)).toEqual([]);
  });

  it('reads what people would: who did what, and what was counted', () => {
    const all = ran.result.drill ?? [];
    expect(rowOf(all, 'strongroom-prod-trail-changed')?.text).toMatch(
      /^\[prod\] Trail changed: StopLogging by arn:aws:sts::000000000000:assumed-role\/Administrator\/mallory .* at \d{4}-/,
    );
    expect(rowOf(all, 'strongroom-prod-portal/denied-access')).toMatchObject({
      text: expect.stringMatching(/^Denied access\. The trail shows 20 refused requests/) as string,
      how: 'a read is refused, 20 times',
    });
  });

  it('rings by absence what waits for silence', () => {
    const silent = (ran.result.drill ?? []).filter(({ how }) => how.startsWith('absence'));
    expect(silent.map(({ name }) => name)).toEqual([
      'strongroom-prod-portal/reconciler-silent',
      'strongroom-prod-trail-silent',
    ]);
  });

  it('holds near misses against every rule', () => {
    expect(rows('rule').filter(({ how }) => how.includes('silent at 0 '))).toEqual([]);
  });

  it('prints the table', () => {
    const count = (kind: DrillRow['kind']) => String(rows(kind).length);
    expect(ran.output).toContain(
      `Drill: ${count('alarm')} of ${count('alarm')} alarms and ${count('rule')} of ${count('rule')} rules rang`,
    );
    for (const { name, text } of ran.result.drill ?? []) {
      expect(ran.output).toContain(name);
      expect(ran.output).toContain(text);
    }
  });

  it('adds less than half a minute', () => {
    const step = ran.result.steps.find(({ name }) => name === 'drill');
    expect(step?.seconds).toBeLessThan(30);
  });

  it('leaves nothing behind, and every rule in its state', async () => {
    const { QueueUrls = [] } = await services.call('queues', 'ListQueues', { QueueNamePrefix: 'strongroom-drill' });
    expect(QueueUrls).toEqual([]);
    const { CompositeAlarms } = await services.call('alarms', 'DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] });
    expect(CompositeAlarms).toEqual([]);
    for (const { region, resources } of room.stacks) {
      const there = new Services({ ...room.emulator.connection, region });
      for (const { Type, Properties = {} } of Object.values(resources)) {
        if (Type !== 'AWS::Events::Rule' || Properties.Name === undefined) continue;
        const rule = await there.call('events', 'DescribeRule', { Name: Properties.Name });
        const { Targets } = await there.call('events', 'ListTargetsByRule', { Rule: Properties.Name });
        expect([rule.Name, rule.State]).toEqual([Properties.Name, Properties.State]);
        expect(Targets).toHaveLength((Properties.Targets as readonly unknown[]).length);
      }
    }
  });
});

/** Each takes one thing away from what is deployed, and gives it back. */
describe('a drill notices', () => {
  const alertTopic = () => `arn:aws:sns:${room.environment.region}:000000000000:strongroom-prod-alerts`;

  async function withTopicPolicy(change: (policy: string) => string): Promise<DrillRow[]> {
    const topic = { TopicArn: alertTopic() };
    const policy = attributeIn(await services.callTopics('GetTopicAttributes', topic), 'Policy') ?? '';
    const set = (AttributeValue: string) =>
      services.callTopics('SetTopicAttributes', { ...topic, AttributeName: 'Policy', AttributeValue });
    await set(change(policy));
    const drilled = await drillAgain();
    await set(policy);
    return drilled;
  }

  it('that the topic does not let CloudWatch speak', async () => {
    const drilled = await withTopicPolicy((policy) =>
      policy.replace('cloudwatch.amazonaws.com', 'budgets.amazonaws.com'),
    );
    expect(rowOf(drilled, 'strongroom-prod-refused-roles')).toMatchObject({
      rang: false,
      why: expect.stringContaining('refuse cloudwatch.amazonaws.com sns:Publish') as string,
    });
    expect(rowOf(drilled, 'strongroom-prod-unauthorized-calls')?.rang).toBe(true);
    expect(rowOf(drilled, 'strongroom-prod-trail-changed')?.rang).toBe(true);
  });

  it('that the topic does not let EventBridge speak for this account', async () => {
    const drilled = await withTopicPolicy((policy) => policy.replace('arn:aws:events:', 'arn:aws:other:'));
    expect(rowOf(drilled, 'strongroom-prod-trail-changed')).toMatchObject({
      rang: false,
      why: expect.stringContaining('refuse events.amazonaws.com sns:Publish') as string,
    });
    expect(rowOf(drilled, 'strongroom-prod-refused-roles')?.rang).toBe(true);
  });

  it('that an alarm has no action, or watches a number that nobody publishes', async () => {
    const [deaf, blind] = ['strongroom-prod-refused-roles', 'strongroom-prod-console-sign-in-failures'];
    const { MetricAlarms } = await services.call('alarms', 'DescribeAlarms', { AlarmNames: [deaf, blind] });
    const before = MetricAlarms as readonly Readonly<Record<string, unknown>>[];
    const put = (alarm: Readonly<Record<string, unknown>>) =>
      services.call(
        'alarms',
        'PutMetricAlarm',
        Object.fromEntries(Object.entries(alarm).filter(([, value]) => value !== null)),
      );
    for (const alarm of before) {
      await put(alarm.AlarmName === deaf ? { ...alarm, AlarmActions: [] } : { ...alarm, MetricName: 'SignInFailures' });
    }
    const drilled = await drillAgain();
    for (const alarm of before) await put(alarm);
    expect(rowOf(drilled, deaf)).toMatchObject({
      rang: false,
      why: 'it has no action, and no other alarm speaks for it',
    });
    expect(rowOf(drilled, blind)).toMatchObject({
      rang: false,
      why: expect.stringContaining('nothing that is recorded becomes its metric') as string,
    });
    expect(drilled.filter(({ rang }) => !rang)).toHaveLength(2);
  });

  it('that a filter publishes no more', async () => {
    const all = await services.all<Readonly<Record<string, unknown>>>(
      ...(['logs', 'DescribeMetricFilters', 'metricFilters', 'nextToken'] as const),
    );
    const filter = all.find(({ metricTransformations }) =>
      JSON.stringify(metricTransformations).includes('RefusedRoles'),
    );
    if (filter === undefined) throw new Error('there is no filter of refused roles');
    const { filterName, logGroupName, filterPattern, metricTransformations } = filter;
    const put = (pattern: unknown) =>
      services.call('logs', 'PutMetricFilter', {
        ...{ filterName, logGroupName, filterPattern: pattern, metricTransformations },
      });
    await put('{ ($.eventName = "AssumeRoles") }');
    const drilled = await drillAgain();
    await put(filterPattern);
    expect(drilled.filter(({ rang }) => !rang).map(({ name }) => name)).toEqual(['strongroom-prod-refused-roles']);
  });

  async function withPattern(name: string, change: (pattern: string) => string): Promise<DrillRow[]> {
    const rule = await services.call('events', 'DescribeRule', { Name: name });
    const { Name, State, Description } = rule;
    const put = (EventPattern: string) =>
      services.call('events', 'PutRule', { Name, State, Description, EventPattern });
    await put(change(String(rule.EventPattern)));
    const drilled = await drillAgain();
    await put(String(rule.EventPattern));
    return drilled;
  }

  it('that the pattern of a rule takes nothing', async () => {
    const name = 'strongroom-prod-trail-changed';
    const drilled = await withPattern(name, (pattern) => pattern.replace('"StopLogging"', '"StopTrail"'));
    expect(drilled.filter(({ rang }) => !rang).map(place)).toEqual([`${name} in ${room.environment.region}`]);
    expect(rowOf(drilled, name)?.why).toContain('its pattern misses: an administrator stops the trail');
  });

  it('that the pattern of a rule takes too much', async () => {
    const name = 'strongroom-prod-trail-changed';
    const drilled = await withPattern(name, () => '{"source":["aws.cloudtrail"]}');
    expect(rowOf(drilled, name)?.why).toContain('matches what it should not: a deployment makes the trail');
  });

  it('that a rule is switched off, leads nowhere, or says something else', async () => {
    const [off, away, other] = ['secret-restored', 'secret-deleted', 'role-refused'].map(
      (id) => `strongroom-prod-${id}`,
    );
    const targetsOf = async (Rule: string | undefined) =>
      (await services.call('events', 'ListTargetsByRule', { Rule })).Targets as readonly Readonly<
        Record<string, unknown>
      >[];
    const targets = await Promise.all([targetsOf(away), targetsOf(other)]);
    await services.call('events', 'DisableRule', { Name: off });
    await services.call('events', 'RemoveTargets', { Rule: away, Ids: ['Topic'] });
    await services.call('events', 'PutTargets', {
      Rule: other,
      Targets: targets[1].map(({ InputTransformer: _, ...target }) => target),
    });
    const drilled = await drillAgain();
    await services.call('events', 'EnableRule', { Name: off });
    await services.call('events', 'PutTargets', { Rule: away, Targets: targets[0] });
    await services.call('events', 'PutTargets', { Rule: other, Targets: targets[1] });
    expect(rowOf(drilled, off ?? '')?.why).toContain('no such message came of: an administrator restores a secret');
    expect(rowOf(drilled, away ?? '')?.why).toContain('it speaks to no topic');
    expect(rowOf(drilled, other ?? '')?.why).toContain('it makes no message of what it matches');
  });

  it('that a rule of the other Region hands nothing on', async () => {
    const [stack] = room.stacks.filter(({ region }) => region !== room.environment.region);
    const region = stack?.region ?? '';
    const there = new Services({ ...room.emulator.connection, region });
    const name = 'strongroom-prod-forward-iam';
    await there.call('events', 'DisableRule', { Name: name });
    const drilled = await drillAgain();
    await there.call('events', 'EnableRule', { Name: name });
    expect(rowOf(drilled, name, region)).toMatchObject({
      rang: false,
      why: expect.stringContaining('it did not hand on: an administrator changes another role') as string,
    });
    expect(rowOf(drilled, 'strongroom-prod-iam-policy-changed')?.rang).toBe(false);
  });

  it('that a rule of the other Region leads nowhere', async () => {
    const [stack] = room.stacks.filter(({ region }) => region !== room.environment.region);
    const region = stack?.region ?? '';
    const there = new Services({ ...room.emulator.connection, region });
    const name = 'strongroom-prod-forward-iam';
    const { Targets } = await there.call('events', 'ListTargetsByRule', { Rule: name });
    await there.call('events', 'RemoveTargets', { Rule: name, Ids: ['Home'] });
    const drilled = await drillAgain();
    await there.call('events', 'PutTargets', { Rule: name, Targets });
    expect(rowOf(drilled, name, region)?.why).toBe('it does not lead to the bus of the home Region');
  });

  it('that a rule of the other Region hands on what another one does', async () => {
    const [stack] = room.stacks.filter(({ region }) => region !== room.environment.region);
    const there = new Services({ ...room.emulator.connection, region: stack?.region ?? '' });
    const [name, copy] = ['strongroom-prod-forward-iam', 'strongroom-prod-forward-copy'];
    const { EventPattern } = await there.call('events', 'DescribeRule', { Name: name });
    const { Targets } = await there.call('events', 'ListTargetsByRule', { Rule: name });
    await there.call('events', 'PutRule', { Name: copy, EventPattern });
    await there.call('events', 'PutTargets', { Rule: copy, Targets });
    const drilled = await drillAgain();
    await there.call('events', 'RemoveTargets', { Rule: copy, Ids: ['Home'] });
    await there.call('events', 'DeleteRule', { Name: copy });
    expect(drilled.map(({ why }) => why)).toContain(
      'it is handed on 2 times: the root user makes itself an access key',
    );
  });

  it('that a rule says more than it should', async () => {
    const Rule = 'strongroom-prod-secret-restored';
    await services.call('events', 'PutTargets', { Rule, Targets: [{ Id: 'Whole', Arn: alertTopic() }] });
    const drilled = await drillAgain();
    await services.call('events', 'RemoveTargets', { Rule, Ids: ['Whole'] });
    expect(drilled.filter(({ rang }) => !rang)).toMatchObject([
      { name: '(unknown)', why: 'a message came that no pattern and no text of the rules explains' },
    ]);
  });

  it('that no incident speaks for its parts, or that it speaks to nobody', async () => {
    const isIncident = ({ type }: (typeof room.leftOut)[number]) => type === 'AWS::CloudWatch::CompositeAlarm';
    const without = await drillAgain(room.leftOut.filter((one) => !isIncident(one)));
    expect(rowOf(without, 'strongroom-prod-portal/bulk-download-bytes')?.why).toBe(
      'it has no action, and no other alarm speaks for it',
    );
    const mute = await drillAgain(
      room.leftOut.map((one) =>
        isIncident(one) ? { ...one, properties: { ...one.properties, AlarmActions: [] } } : one,
      ),
    );
    expect(rowOf(mute, 'strongroom-prod-portal/bulk-download')?.why).toBe('it has no action');
  });

  it('nothing more when everything is given back', async () => {
    expect((await drillAgain()).filter(({ rang }) => !rang)).toEqual([]);
  });
});
