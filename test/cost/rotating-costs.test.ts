import type { Resource } from '../../tools/access/template';
import { alarm, type Resources, tableOf, unitsOf } from './synthetic';

const lambda = (FunctionName: string, Variables: Readonly<Record<string, string>> = {}): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName,
    MemorySize: 512,
    Architectures: ['arm64'],
    Environment: { Variables },
    LoggingConfig: { LogGroup: { Ref: 'Log' } },
  },
});
const log = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/functions', RetentionInDays: 365 } };
const schedule = (ScheduleExpression: string, logicalId = 'Function'): Resource => ({
  Type: 'AWS::Events::Rule',
  Properties: { ScheduleExpression, Targets: [{ Id: 'Function', Arn: { 'Fn::GetAtt': [logicalId, 'Arn'] } }] },
});
const rotation = (RotationRules: Readonly<Record<string, unknown>>): Resource => ({
  Type: 'AWS::SecretsManager::RotationSchedule',
  Properties: { RotationLambdaARN: { 'Fn::GetAtt': ['Function', 'Arn'] }, RotationRules },
});

describe('a function', () => {
  it.each([
    ['every hour', 'rate(1 hour)', 730],
    ['every quarter of an hour', 'rate(15 minutes)', 2_920],
    ['every day', 'rate(1 day)', 730 / 24],
  ])('runs as often as its schedule says: %s', (_how, expression, runs) => {
    const table = tableOf({ Log: log, Function: lambda('one'), Schedule: schedule(expression) });
    expect(unitsOf(table, 'runs')).toBeCloseTo(runs);
  });

  it.each([
    ['days', { AutomaticallyAfterDays: 73 }],
    ['a rate', { ScheduleExpression: 'rate(73 days)' }],
  ])('that rotates a secret runs a few times for each rotation: by %s', (_how, rules) => {
    const resources = { Log: log, Function: lambda('one'), Rotation: rotation(rules) };
    expect(unitsOf(tableOf(resources, { runsPerRotation: 6 }), 'runs')).toBeCloseTo((6 * 5) / 12);
  });

  it.each([
    ['nothing calls', {}],
    ['a calendar calls', { Schedule: schedule('cron(0 3 * * ? *)') }],
  ])('that %s is not priced, rather than free', (_which, more) => {
    const table = tableOf({ Log: log, Function: lambda('one'), ...more });
    expect(table.lines).toEqual([]);
    expect(table.notPriced).toMatchObject([{ what: 'function one' }]);
  });

  it('is charged for its time by its memory, and for the lines of its log', () => {
    const usage = { secondsPerRun: 4, logBytesPerRun: 1_000_000 };
    const table = tableOf({ Log: log, Function: lambda('one'), Schedule: schedule('rate(1 hour)') }, usage);
    expect(unitsOf(table, 'armSeconds')).toBeCloseTo(730 * 4 * 0.5);
    expect(unitsOf(table, 'logsIn')).toBeCloseTo(0.73);
    expect(unitsOf(table, 'logsKept')).toBeCloseTo(0.73 * 12);
    expect(table.lines.every(({ purpose }) => purpose === 'rotating')).toBe(true);
    // It looks after no secrets, and so has nothing to tell of any.
    expect(unitsOf(table, 'customEvents') + unitsOf(table, 'customMetric')).toBe(0);
  });

  it('on another processor than Arm has the price of that', () => {
    const made = lambda('one');
    const intel = { ...made, Properties: { ...made.Properties, Architectures: ['x86_64'] } };
    const table = tableOf({ Log: log, Function: intel, Schedule: schedule('rate(1 hour)') }, { secondsPerRun: 4 });
    expect(unitsOf(table, 'intelSeconds')).toBeCloseTo(730 * 4 * 0.5);
    expect(unitsOf(table, 'armSeconds')).toBe(0);
  });

  const looksAfter = lambda('reconcile', {
    SECRET_PREFIX: 'portal/prod/',
    SECRETS: JSON.stringify([
      { kind: 'value', name: 'queue' },
      { kind: 'aging', name: 'payments' },
    ]),
  });

  it('that looks after secrets tells age and emptiness of each, and its notices', () => {
    const resources = { Log: log, Function: looksAfter, Schedule: schedule('rate(1 hour)') };
    const table = tableOf(resources, { notices: 30 });
    expect(table.lines.find(({ price }) => price === 'customMetric')).toMatchObject({ units: 4, by: 'template' });
    expect(unitsOf(table, 'customEvents')).toBe(30);
  });

  it('that runs once a day tells its metrics in one hour of twenty-four', () => {
    const resources = { Log: log, Function: looksAfter, Schedule: schedule('rate(1 day)') };
    expect(unitsOf(tableOf(resources), 'customMetric')).toBeCloseTo(4 / 24);
  });

  it('makes the metrics that alarms on its secrets wait for', () => {
    const on = (secret: string) =>
      alarm({ Namespace: 'Strongroom', MetricName: 'SecretAgeDays', Dimensions: [{ Name: 'Secret', Value: secret }] });
    const resources = { Log: log, Function: looksAfter, Schedule: schedule('rate(1 hour)') };
    const open = (secret: string) => tableOf({ ...resources, Old: on(secret) }).notPriced;
    expect(open('portal/prod/payments')).toEqual([]);
    expect(open('portal/prod/forgotten')).toHaveLength(1);
  });

  it('that tries access keys is there to ring, and tells of each key whether it opens', () => {
    const probe = lambda('probe', { SECRET_PREFIX: 'portal/prod/', KEYS: JSON.stringify([{ name: 'scanner-key' }]) });
    const table = tableOf({ Log: log, Function: probe, Schedule: schedule('rate(1 hour)') });
    expect(unitsOf(table, 'customMetric')).toBe(1);
    expect(table.lines.every(({ purpose, detection }) => purpose === 'watching' && detection === 'rings')).toBe(true);
  });
});

describe('the journal', () => {
  const table = (more: Readonly<Record<string, unknown>> = {}): Resource => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: 'journal', BillingMode: 'PAY_PER_REQUEST', ...more },
  });
  const usage = { journalWritesPerRun: 3, journalReadsPerRun: 2, journalGigabytes: 4 };

  it('is written and read by the runs of the functions that know its name', () => {
    const resources: Resources = {
      Log: log,
      Journal: table(),
      Function: lambda('one', { JOURNAL_TABLE: 'journal' }),
      Schedule: schedule('rate(1 hour)'),
      Stranger: lambda('two'),
      OtherSchedule: schedule('rate(1 hour)', 'Stranger'),
    };
    const cost = tableOf(resources, usage);
    expect(unitsOf(cost, 'journalWrites')).toBeCloseTo(730 * 3);
    expect(unitsOf(cost, 'journalReads')).toBeCloseTo(730 * 2);
  });

  it('is kept twice where it can be recovered', () => {
    const recovered = table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
    expect(unitsOf(tableOf({ Journal: recovered }, usage), 'journalRecovery')).toBe(4);
    expect(unitsOf(tableOf({ Journal: table() }, usage), 'journalRecovery')).toBe(0);
  });

  it('that is paid by capacity is not priced', () => {
    expect(tableOf({ Journal: table({ BillingMode: 'PROVISIONED' }) }).notPriced).toHaveLength(1);
  });
});
