import { accountRates } from '../../../lib/detection/account-rates';
import { alarmDefaults, environmentAlarms, workloadAlarms } from '../../../lib/detection/settings';
import { workloadRates } from '../../../lib/detection/workload-rates';
import { environmentWith } from '../../detection/support/rated-environment';
import { environment, mistakesAfter, workload } from '../../support/configurations';

const audit = `${environment}.audit`;
const alarms = `${environment}.alarms`;

/** The baseline with an alarm of each kind, where nothing is written. */
const prod = environmentWith();
const { workloads } = prod;

function pagesOf(account: Parameters<typeof environmentAlarms>[1]): string[] {
  const settings = environmentAlarms('production', account);
  const sources = { accessLogsInCloudWatch: true, accessProbe: true, maximumDays: 90 };
  return [
    ...accountRates(prod, settings.account),
    ...workloads.flatMap((portal) => workloadRates(prod, portal, workloadAlarms(settings, undefined), sources)),
  ].flatMap(({ urgency, id, subject }) => (urgency === 'page' ? [`${subject ?? ''} ${id}`] : []));
}

describe('in production', () => {
  const all = pagesOf(undefined);
  const cases = [
    ...Object.keys(alarmDefaults.production.account).map((name) => ['account', name] as const),
    ...Object.keys(alarmDefaults.production.workload).map((name) => ['workload', name] as const),
  ];

  it.each(cases)('an alarm that wakes somebody stays on, and only such a one: %s.%s', (scope, name) => {
    const written = { [scope]: { [name]: { on: false } } };
    const wakes = pagesOf(written).length < all.length;
    const finding = { path: `${alarms}.${scope}.${name}.on`, found: 'false' };
    expect(mistakesAfter({ [alarms]: written })).toEqual(wakes ? [expect.objectContaining(finding)] : []);
    expect(mistakesAfter({ [alarms]: written, [`${environment}.tier`]: 'staging' })).toEqual([]);
  });

  it('that holds for each workload too', () => {
    expect(mistakesAfter({ [`${workload}.alarms`]: { deletedVersions: { on: false } } })).toEqual([
      {
        path: `${workload}.alarms.deletedVersions.on`,
        found: 'false',
        allowed: 'in production true: raise its limit instead of switching off what wakes somebody',
      },
    ]);
  });

  it('keys are tried', () => {
    expect(mistakesAfter({ [`${workload}.accessProbe`]: false })).toEqual([
      expect.objectContaining({ path: `${workload}.accessProbe` }),
    ]);
    expect(mistakesAfter({ [`${workload}.accessProbe`]: false, [`${environment}.tier`]: 'staging' })).toEqual([]);
  });

  it('a trail of others has a log group to count in', () => {
    const trail = { mode: 'existing', trailName: 'organization' };
    const found = mistakesAfter({ [`${audit}.trail`]: trail });
    expect(found).toEqual([expect.objectContaining({ path: `${audit}.trail.logGroupName`, found: 'nothing' })]);
    expect(mistakesAfter({ [`${audit}.trail`]: trail, [`${environment}.tier`]: 'staging' })).toEqual([]);
    expect(mistakesAfter({ [`${audit}.trail`]: { ...trail, logGroupName: 'organization/trail' } })).toEqual([]);
  });
});

describe('a limit that nothing can reach is refused:', () => {
  const inStaging = { [`${environment}.tier`]: 'staging' };
  const noLogGroup = { ...inStaging, [`${audit}.trail`]: { mode: 'existing', trailName: 'organization' } };
  const noTrail = { ...inStaging, [`${audit}.trail`]: { mode: 'none' } };
  const writesOnly = { ...inStaging, [`${audit}.trail.dataEvents`]: 'writes' };

  it.each([
    ['reads that are not recorded', writesOnly, 'downloadedBytes'],
    ['reads that are not recorded', writesOnly, 'downloadedObjects'],
    ['a trail without a log group', noLogGroup, 'deniedAccess'],
    ['a trail without a log group', noLogGroup, 'downloadedBytes'],
    ['no trail', noTrail, 'roleSessions'],
    ['access logs in files alone', inStaging, 'failedAuthentication'],
  ])('%s %p', (_what, changes, name) => {
    const limit = { [name]: { atLeast: 7 } };
    expect(mistakesAfter({ ...changes, [`${workload}.alarms`]: limit })).toEqual([
      expect.objectContaining({ path: `${workload}.alarms.${name}`, found: 'a limit' }),
    ]);
    expect(mistakesAfter({ ...changes, [alarms]: { workload: limit } })).toEqual([
      expect.objectContaining({ path: `${alarms}.workload.${name}`, found: 'a limit' }),
    ]);
    expect(mistakesAfter({ ...changes, [`${workload}.alarms`]: { [name]: { on: false } } })).toEqual([]);
    expect(mistakesAfter(changes)).toEqual([]);
  });

  it('on the account without a trail', () => {
    expect(mistakesAfter({ ...noTrail, [alarms]: { account: { trailSilence: { minutes: 60 } } } })).toEqual([
      expect.objectContaining({ path: `${alarms}.account.trailSilence` }),
    ]);
  });

  it('on a probe that is not there', () => {
    const changes = { ...inStaging, [`${workload}.accessProbe`]: false };
    expect(mistakesAfter({ ...changes, [`${workload}.alarms`]: { accessProbe: { hours: 2 } } })).toEqual([
      expect.objectContaining({ path: `${workload}.alarms.accessProbe` }),
    ]);
  });

  it('but not where its source is there', () => {
    const logs = { [`${audit}.accessLogsInCloudWatch`]: { retentionDays: 90 } };
    const limits = { failedAuthentication: { atLeast: 7 }, downloadedBytes: { atLeast: 7 } };
    expect(mistakesAfter({ ...logs, [`${workload}.alarms`]: limits })).toEqual([]);
  });
});

describe('the address of the runbook', () => {
  it.each(['https://wiki.example.com/strongroom/runbook', 'https://example.com', 'https://example.com:8443/a%20b/'])(
    'accepts %s',
    (address) => {
      expect(mistakesAfter({ [`${environment}.runbookUrl`]: address })).toEqual([]);
    },
  );

  it.each([
    'http://example.com',
    'https://example.com/#top',
    'https://example.com/?page=1',
    'https://example.com/<id>',
    'https://example.com/a b',
    'https://user:word@example.com/',
    'docs/runbook.md',
    `https://example.com/${'a'.repeat(200)}`,
  ])('rejects %s', (address) => {
    expect(mistakesAfter({ [`${environment}.runbookUrl`]: address })).toEqual([
      expect.objectContaining({ allowed: expect.stringContaining('the https address of a page') as string }),
    ]);
  });

  it('is the page of the repository where none is written', () => {
    expect(prod.runbookUrl).toBe('docs/runbook.md');
  });
});

it('takes each recipient of information once', () => {
  const path = `${environment}.informationRecipients`;
  expect(mistakesAfter({ [path]: ['day@example.com'] })).toEqual([]);
  expect(mistakesAfter({ [path]: [] })).toHaveLength(1);
  expect(mistakesAfter({ [path]: ['day@example.com', 'DAY@example.com'] })).toHaveLength(1);
});
