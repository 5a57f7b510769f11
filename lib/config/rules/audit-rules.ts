import type { Finding } from '../finding';
import type { EnvironmentRule } from './rule';

const minimumRetentionDays = 90;

/** Logs are kept at least 90 days in every tier: an intrusion is often found only weeks later. */
export const auditRetention: EnvironmentRule = ({ audit }, path) => {
  const trail = audit?.trail?.mode === 'create' ? audit.trail : undefined;
  const retentions = [
    { at: ['audit', 'trail', 'retentionDays'], days: trail?.retentionDays },
    { at: ['audit', 'trail', 'logRetentionDays'], days: trail?.logRetentionDays },
    { at: ['audit', 'accessLogRetentionDays'], days: audit?.accessLogRetentionDays },
    { at: ['audit', 'accessLogsInCloudWatch', 'retentionDays'], days: audit?.accessLogsInCloudWatch?.retentionDays },
  ];
  return retentions.flatMap(({ at, days }): Finding[] =>
    days === undefined || days >= minimumRetentionDays
      ? []
      : [
          {
            path: [...path, ...at],
            found: `${String(days)} days`,
            allowed: `at least ${String(minimumRetentionDays)} days`,
            deviable: 'audit-retention',
          },
        ],
  );
};

/** A lock that outlives the retention would keep files that the lifecycle rule can't remove. */
export const trailLockWithinRetention: EnvironmentRule = ({ audit }, path) => {
  if (audit?.trail?.mode !== 'create') return [];
  const { retentionDays, objectLock } = audit.trail;
  if (retentionDays === undefined || objectLock?.days === undefined || objectLock.days <= retentionDays) return [];
  return [
    {
      path: [...path, 'audit', 'trail', 'objectLock', 'days'],
      found: `${String(objectLock.days)} days`,
      allowed: `no more than the trail's retentionDays, ${String(retentionDays)}`,
    },
  ];
};

export const productionAudit: EnvironmentRule = ({ tier, audit }, path) => {
  if (tier !== 'production') return [];
  const findings: Finding[] = [];
  if (audit?.trail?.mode === 'none') {
    findings.push({
      path: [...path, 'audit', 'trail', 'mode'],
      found: "'none'",
      allowed: "in production 'create' or 'existing': without a trail nobody can say who read a file",
      deviable: 'trail',
    });
  }
  if (audit?.trail?.mode === 'create' && audit.trail.dataEvents === 'writes') {
    findings.push({
      path: [...path, 'audit', 'trail', 'dataEvents'],
      found: "'writes'",
      allowed: "in production 'all': reads of files must be recorded",
      deviable: 'data-events',
    });
  }
  for (const [field, rule, name] of [
    ['guardDuty', 'guard-duty', 'GuardDuty'],
    ['accessAnalyzer', 'access-analyzer', 'Access Analyzer'],
  ] as const) {
    if (audit?.[field] === 'off') {
      findings.push({
        path: [...path, 'audit', field],
        found: "'off'",
        allowed: `in production 'on', or 'existing' where ${name} already runs in the account`,
        deviable: rule,
      });
    }
  }
  return findings;
};
