import type { Finding, Path } from '../finding';
import { entries, type EnvironmentView } from './rule';

const longestDays = 366;

interface Circumstances {
  /** Of the environment. */
  readonly path: Path;
  /** Day of the synthesis, in UTC. */
  readonly today: Date;
  /** Whether every part of the environment could be judged: only then is a deviation known to be unused. */
  readonly isWhole: boolean;
}

/** Takes out the findings that a deviation allows, and reports deviations that are over, too long, or allow nothing. */
export function applyDeviations(
  findings: readonly Finding[],
  environment: EnvironmentView,
  { path, today, isWhole }: Circumstances,
): Finding[] {
  const deviations = entries(environment.deviations, [...path, 'deviations']);
  const used = new Set<unknown>();
  const left = findings.filter((finding) => {
    const index = finding.path[path.length + 1];
    const workload = typeof index === 'number' ? environment.workloads?.[index]?.name : undefined;
    const allowing = deviations.find(
      ({ item }) =>
        finding.deviable !== undefined &&
        item.rule === finding.deviable &&
        (item.workload === undefined || item.workload === workload),
    );
    if (allowing === undefined) return true;
    used.add(allowing);
    return false;
  });
  const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return [
    ...left,
    ...deviations.flatMap((entry): Finding[] => {
      const { item, at } = entry;
      if (item.until === undefined || item.rule === undefined) return [];
      const daysLeft = (Date.parse(`${item.until}T00:00:00Z`) - start) / 86_400_000;
      if (daysLeft < 0) {
        return [
          {
            path: [...at, 'until'],
            found: `'${item.until}', which is over`,
            allowed: `a safe value for '${item.rule}', or a new decision with a reason and a later date`,
          },
        ];
      }
      if (daysLeft > longestDays) {
        return [
          {
            path: [...at, 'until'],
            found: `'${item.until}', ${String(daysLeft)} days ahead`,
            allowed: `a date at most ${String(longestDays)} days ahead`,
          },
        ];
      }
      if (isWhole && !used.has(entry)) {
        return [
          {
            path: [...at, 'rule'],
            found: `'${item.rule}', from which nothing deviates`,
            allowed: 'only deviations that are in use: take this one out',
          },
        ];
      }
      return [];
    }),
  ];
}
