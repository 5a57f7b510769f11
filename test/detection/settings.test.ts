import { alarmDefaults, environmentAlarms, workloadAlarms } from '../../lib/detection/settings';

describe('alarm settings', () => {
  test('are the tier’s where nobody says otherwise', () => {
    expect(environmentAlarms('staging', undefined)).toEqual(alarmDefaults.staging);
  });

  test('take over what an environment writes, and nothing beside it', () => {
    const { account, workload } = environmentAlarms('production', {
      account: { refusedRoles: { atLeast: 50 } },
      workload: { downloadedBytes: { withinMinutes: 60 } },
    });
    expect(account).toEqual({
      ...alarmDefaults.production.account,
      refusedRoles: { on: true, atLeast: 50, withinMinutes: 5 },
    });
    expect(workload.downloadedBytes).toEqual({ on: true, atLeast: 1_000_000_000, withinMinutes: 60 });
  });

  test('of a workload go before those of its environment', () => {
    const environment = environmentAlarms('production', { workload: { deletedObjects: { atLeast: 7 } } });
    const settings = workloadAlarms(environment, {
      deletedObjects: { withinMinutes: 30 },
      deniedAccess: { on: false },
    });
    expect(settings.deletedObjects).toEqual({ on: true, atLeast: 7, withinMinutes: 30 });
    expect(settings.deniedAccess.on).toBe(false);
  });

  test.each(['development', 'staging', 'production'] as const)('of %s keep to their ranges', (tier) => {
    const { account, workload } = alarmDefaults[tier];
    for (const setting of Object.values({ ...account, ...workload })) {
      if (!('atLeast' in setting)) continue;
      expect(setting.atLeast).toBeGreaterThanOrEqual(1);
      expect(setting.withinMinutes).toBeGreaterThanOrEqual(5);
      expect(setting.withinMinutes).toBeLessThanOrEqual(1440);
    }
    expect(account.trailSilence.minutes % 2).toBe(0);
  });

  test('ring at one gigabyte in five minutes unless told otherwise', () => {
    for (const { workload } of Object.values(alarmDefaults)) {
      expect(workload.downloadedBytes).toEqual({ on: true, atLeast: 1_000_000_000, withinMinutes: 5 });
    }
  });
});
