import { everything } from '../consumers';
import type { Finding } from '../finding';
import { completeList, entries, type EnvironmentRule, repeated, workloadsOf } from './rule';

const minimumProductionLockDays = 30;
const maximumProductionUrlMinutes = 60;

export const productionFiles: EnvironmentRule = (environment, path) =>
  environment.tier !== 'production'
    ? []
    : workloadsOf(environment, path).flatMap(({ item: { files }, at }) => {
        if (files === undefined) return [];
        const findings: Finding[] = [];
        const lockDays = files.objectLock === undefined ? 0 : files.objectLock.days;
        if (lockDays !== undefined && lockDays < minimumProductionLockDays) {
          findings.push({
            path: [...at, 'files', 'objectLock'],
            found: files.objectLock === undefined ? 'no lock' : `${String(lockDays)} days`,
            allowed: `in production a lock of at least ${String(minimumProductionLockDays)} days`,
            deviable: 'object-lock',
          });
        }
        if (files.onRemoval === 'destroy') {
          findings.push({
            path: [...at, 'files', 'onRemoval'],
            found: "'destroy'",
            allowed: "in production 'retain': removing a stack must not remove files",
            deviable: 'data-removal',
          });
        }
        if ((files.presignedUrlMinutes ?? 0) > maximumProductionUrlMinutes) {
          findings.push({
            path: [...at, 'files', 'presignedUrlMinutes'],
            found: `${String(files.presignedUrlMinutes)} minutes`,
            allowed: `in production at most ${String(maximumProductionUrlMinutes)} minutes`,
            deviable: 'presigned-url-age',
          });
        }
        return findings;
      });

/**
 * A COMPLIANCE lock yields to nobody: a mistyped number of days in an environment for trials keeps its files, and their
 * cost, for years.
 */
export const complianceIsForProduction: EnvironmentRule = (environment, path) => {
  if (environment.tier === undefined || environment.tier === 'production') return [];
  const trail = environment.audit?.trail?.mode === 'create' ? environment.audit.trail : undefined;
  const locks = [
    { lock: trail?.objectLock, at: [...path, 'audit', 'trail', 'objectLock', 'mode'] },
    ...workloadsOf(environment, path).map(({ item, at }) => ({
      lock: item.files?.objectLock,
      at: [...at, 'files', 'objectLock', 'mode'],
    })),
  ];
  return locks.flatMap(({ lock, at }): Finding[] =>
    lock?.mode === 'COMPLIANCE'
      ? [
          {
            path: at,
            found: "'COMPLIANCE'",
            allowed: `in ${String(environment.tier)} 'GOVERNANCE': nobody can undo the other mode`,
            deviable: 'object-lock',
          },
        ]
      : [],
  );
};

/** A locked version cannot be deleted, so a bucket that is to be destroyed cannot be locked. */
export const destroyableIsUnlocked: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item: { files }, at }) =>
    files?.onRemoval === 'destroy' && files.objectLock !== undefined
      ? [
          {
            path: [...at, 'files', 'onRemoval'],
            found: "'destroy' beside an objectLock",
            allowed: "'retain' where files are locked: locked versions cannot be removed with the stack",
          },
        ]
      : [],
  );

export const prefixesAreDistinct: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item: { files }, at }) => {
    const prefixes = entries(files?.prefixes, [...at, 'files', 'prefixes']);
    return prefixes.flatMap(({ item, at: where }, index) => {
      const enclosing = prefixes.find(
        (other, place) => item.startsWith(other.item) && (item === other.item ? place < index : true),
      );
      if (enclosing === undefined) return [];
      return [
        {
          path: where,
          found: `'${item}', which lies within '${enclosing.item}'`,
          allowed: 'prefixes of which none begins with another: a grant on one would reach into the other',
        },
      ];
    });
  });

export const lifecycleRules: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item: { files }, at }) => {
    const rules = entries(files?.lifecycle, [...at, 'files', 'lifecycle']);
    const findings: Finding[] = repeated(rules, ({ prefix }) => prefix).map(({ at: where, key }) => ({
      path: [...where, 'prefix'],
      found: `'${key}' a second time`,
      allowed: 'one lifecycle rule for a prefix',
    }));
    for (const { item, at: where } of rules) {
      const declared = completeList(files?.prefixes);
      if (item.prefix !== undefined && item.prefix !== everything && declared?.includes(item.prefix) === false) {
        findings.push({
          path: [...where, 'prefix'],
          found: `'${item.prefix}'`,
          allowed: `'*' or one of the declared prefixes: ${declared.join(', ')}`,
        });
      }
      const ages = [item.infrequentAccessAfterDays, item.glacierAfterDays, item.expireAfterDays].filter(
        (days) => days !== undefined,
      );
      if (ages.some((days, index) => index > 0 && days <= (ages[index - 1] ?? 0))) {
        findings.push({
          path: where,
          found: `ages of ${ages.join(', ')} days`,
          allowed: 'ages that rise from infrequentAccessAfterDays over glacierAfterDays to expireAfterDays',
        });
      }
    }
    return findings;
  });
