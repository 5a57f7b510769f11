import { environment, mistakesAfter, workload } from '../support/configurations';
import { describeLeaf } from '../support/leaf';

/** A whole number within a closed range: both ends are in, their neighbours are not. */
function describeNumber(path: string, minimum: number, maximum: number, unit: string): void {
  describeLeaf({
    path,
    accepts: [minimum, maximum],
    refuses: [minimum - 1, maximum + 1, minimum + 0.5, String(minimum), Number.NaN, Number.POSITIVE_INFINITY, null, []],
    allowed: `whole ${unit} from ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}`,
  });
}

/** One of some words, spelt exactly so. */
function describeChoice(path: string, ...words: string[]): void {
  const [first = ''] = words;
  describeLeaf({
    path,
    accepts: words,
    refuses: [first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase(), `${first} `, '', true],
    allowed: `one of ${words.join(', ')}`,
  });
}

describeNumber(`${environment}.audit.accessLogRetentionDays`, 1, 36_500, 'days');
describeNumber(`${environment}.audit.journalRetentionDays`, 90, 3653, 'days');
describeNumber(`${environment}.audit.trail.retentionDays`, 1, 36_500, 'days');
describeNumber(`${environment}.audit.trail.objectLock.days`, 1, 36_500, 'days');
describeNumber(`${workload}.files.objectLock.days`, 1, 36_500, 'days');
describeNumber(`${workload}.files.noncurrentVersions.keep`, 1, 100, 'versions');
describeNumber(`${workload}.files.noncurrentVersions.days`, 1, 36_500, 'days');
describeNumber(`${workload}.files.incompleteUploadDays`, 1, 30, 'days');
describeNumber(`${workload}.files.presignedUrlMinutes`, 1, 10_080, 'minutes');
describeNumber(`${workload}.files.lifecycle[0].infrequentAccessAfterDays`, 30, 36_500, 'days');
describeNumber(`${workload}.files.lifecycle[0].glacierAfterDays`, 1, 36_500, 'days');
describeNumber(`${workload}.files.lifecycle[0].expireAfterDays`, 1, 36_500, 'days');
describeNumber(`${workload}.secrets[0].fields.password.length`, 20, 128, 'characters');
describeNumber(`${workload}.secrets[1].maximumAgeDays`, 1, 1000, 'days');
describeNumber(`${workload}.secrets[2].length`, 20, 128, 'characters');
describeNumber(`${workload}.secrets[2].rotation.everyDays`, 1, 1000, 'days');
describeNumber(`${workload}.secrets[3].length`, 20, 128, 'characters');
describeNumber(`${workload}.secrets[4].tokenMinutes`, 1, 43_200, 'minutes');
describeNumber(`${workload}.secrets[4].verifierCacheSeconds`, 0, 86_400, 'seconds');
describeNumber(`${workload}.secrets[5].tokenMinutes`, 1, 43_200, 'minutes');
describeNumber(`${workload}.secrets[6].rotation.overlapDays`, 1, 30, 'days');
describeNumber(`${workload}.secrets[6].rotation.watchDays`, 1, 14, 'days');
describeNumber(`${workload}.secrets[6].rotation.usedKeyDays`, 2, 180, 'days');
describeNumber(`${workload}.secrets[6].rotation.consumerCacheSeconds`, 0, 3600, 'seconds');
describeNumber(`${workload}.consumers[1].sessionMinutes`, 60, 720, 'minutes');

// Their holders stand in no baseline; each is given whole.
it.each([
  ['account.trailSilence', 'minutes', [20, 60, 1440], [18, 21, 1442, 60.5, '60', Number.NaN], 'even whole minutes'],
  ['account.refusedRoles', 'atLeast', [1, 1e12], [0, 1.5, 1e12 + 1, '1'], 'whole numbers from 1 to'],
  ['workload.deniedAccess', 'withinMinutes', [5, 1440], [4, 1441, 5.5], 'whole minutes from 5 to 1,440'],
  ['workload.silentReconciler', 'hours', [2, 24], [1, 25], 'whole hours from 2 to 24'],
  ['workload.rotationOverdue', 'graceDays', [1, 30], [0, 31], 'whole days from 1 to 30'],
  ['workload.unfilledSecret', 'hours', [1, 24], [0, 25], 'whole hours from 1 to 24'],
  ['workload.accessProbe', 'hours', [1, 24], [0, 25], 'whole hours from 1 to 24'],
  ['workload.lostAlerts', 'on', [], [true], 'only fields'],
  ['account.lostAlerts', 'on', [true], ['true', 1, null], 'true or false'],
] as const)('alarms.%s.%s keeps to its range', (alarm, part, accepted, refused, allowed) => {
  const [scope = '', name = ''] = alarm.split('.');
  const after = (value: unknown) =>
    mistakesAfter({ [`${environment}.alarms`]: { [scope]: { [name]: { [part]: value } } } });
  for (const value of accepted) expect(after(value)).toEqual([]);
  for (const value of refused) {
    expect(after(value)).toEqual([expect.objectContaining({ allowed: expect.stringContaining(allowed) as string })]);
  }
});

describeChoice(`${environment}.tier`, 'development', 'staging', 'production');
describeChoice(`${environment}.audit.guardDuty`, 'on', 'off', 'existing');
describeChoice(`${environment}.audit.accessAnalyzer`, 'on', 'off', 'existing');
describeChoice(`${environment}.audit.trail.dataEvents`, 'all', 'writes');
describeChoice(`${workload}.dataClass`, 'public', 'internal', 'confidential', 'health');
describeChoice(`${workload}.files.objectLock.mode`, 'GOVERNANCE', 'COMPLIANCE');
describeChoice(`${workload}.files.onRemoval`, 'retain', 'destroy');
describeChoice(`${workload}.secrets[1].source`, 'person', 'generated');
describeChoice(`${workload}.secrets[4].algorithm`, 'HS256', 'ES256', 'EdDSA');
describeChoice(`${workload}.consumers[0].access.files[0].verbs[0]`, 'list', 'read', 'write', 'delete');

describeLeaf({
  path: `${environment}.audit.trail.logRetentionDays`,
  accepts: [30, 60, 90, 120, 365, 2192, 3653],
  refuses: [91, 100, 0, -1, 36_500, '90', null],
  allowed: 'a retention that CloudWatch Logs knows, in days: 30, 60, 90, 120,',
});

describeLeaf({
  path: `${workload}.consumers[0].access.settings`,
  accepts: [true, false],
  refuses: ['true', 1, null],
  allowed: 'true or false',
});
