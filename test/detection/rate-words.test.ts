import { accountRates } from '../../lib/detection/account-rates';
import { alarmsOfWorkload } from '../../lib/detection/alarms-of-workload';
import { counted } from '../../lib/detection/rate';
import { environmentAlarms } from '../../lib/detection/settings';
import { environmentWith } from './support/rated-environment';

const limited = ['unauthorizedCalls', 'consoleSignInFailures', 'refusedRoles'];
const limitedOfWorkload = [
  ...['deniedAccess', 'failedAuthentication', 'downloadedBytes', 'downloadedObjects', 'deletedObjects'],
  ...['bulkDeletions', 'deletedVersions', 'roleSessions', 'functionErrors', 'functionThrottles'],
];

/** The sentence of every alarm whose limit is a number of its setting, by its id, with that number in all of them. */
function sentences(number: number): Readonly<Record<string, string>> {
  const limits = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { atLeast: number }]));
  const environment = environmentWith({
    'environments[0].tier': 'staging',
    'environments[0].audit.accessLogsInCloudWatch': { retentionDays: 90 },
    'environments[0].workloads[0].secrets[1].maximumAgeDays': number,
    'environments[0].alarms': {
      account: limits(limited),
      workload: {
        ...limits(limitedOfWorkload),
        unfilledSecret: { hours: number },
        accessProbe: { hours: number },
      },
    },
  });
  const rates = [
    ...accountRates(environment, environmentAlarms(environment.tier, environment.alarms).account),
    ...environment.workloads.flatMap((workload) => {
      const { rates: speaking, incidents } = alarmsOfWorkload(environment, workload);
      return [...speaking, ...incidents.flatMap(({ anyOf }) => anyOf)];
    }),
  ];
  return Object.fromEntries(rates.map(({ id, explanation }) => [id, explanation]));
}

const requests = 'with an unknown key id or a wrong signature';

/** What is counted, for one and for several. */
const words: readonly (readonly [id: string, one: string, several: string])[] = [
  ['unauthorized-calls', '1 refused call or more', '3 refused calls or more'],
  ['console-sign-in-failures', '1 failed sign-in or more', '3 failed sign-ins or more'],
  ['refused-roles', '1 request for a role or more', '3 requests for a role or more'],
  ['denied-access', '1 refused request or more', '3 refused requests or more'],
  ['failed-authentication', `1 request ${requests} or more`, `3 requests ${requests} or more`],
  ['bulk-download-bytes', '1 byte read or more', '3 bytes read or more'],
  ['bulk-download-objects', '1 object read or more', '3 objects read or more'],
  ['deleted-objects', '1 deleted object or more', '3 deleted objects or more'],
  ['bulk-deletions', '1 call of DeleteObjects or more', '3 calls of DeleteObjects or more'],
  ['deleted-versions', '1 deleted version or more', '3 deleted versions or more'],
  ['role-sessions', '1 session or more', '3 sessions or more'],
  ['function-errors', 'with 1 error or more', 'with 3 errors or more'],
  ['function-throttles', '1 time or more', '3 times or more'],
  ['secret-unfilled', 'empty for 1 hour:', 'empty for 3 hours:'],
  ['secret-too-old', 'older than 1 day;', 'older than 3 days;'],
  ['access-probe-failed', 'nothing for 1 hour.', 'nothing for 3 hours.'],
];

test.each(words)('%s says "%s" and "%s"', (id, one, several) => {
  expect(sentences(1)[id]).toContain(one);
  expect(sentences(3)[id]).toContain(several);
});

test('what nobody may set to one is no part of the table, and nothing else is missing', () => {
  const { 'trail-silent': trail, 'reconciler-silent': reconciler, 'rotation-overdue': overdue, ...rest } = sentences(1);
  expect(
    [trail, reconciler, overdue].every((sentence) => /\b[2-9]\d* (minutes|hours|days)\b/.test(sentence ?? '')),
  ).toBe(true);
  const unnumbered = Object.entries(rest).filter(([, sentence]) => !/\b1 [a-z]/.test(sentence));
  expect(unnumbered.map(([id]) => id).sort()).toEqual(['failed-events', 'lost-alerts', 'notifications-failed']);
  expect(Object.keys(rest).sort()).toEqual([...words, ...unnumbered].map(([id]) => id).sort());
});

test('great numbers have their thousands apart', () => {
  expect(counted(1_000_000_000, { one: 'byte', several: 'bytes' })).toBe('1,000,000,000 bytes');
});
