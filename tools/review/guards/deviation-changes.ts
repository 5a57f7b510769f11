import type { Deviation, Stack } from '../../access/template';
import type { GuardChange } from '../finding';
import { fingerprintOf } from '../fingerprint';
import type { GuardChanges } from './guard-changes';

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

function keyOf({ rule, workload = '' }: Deviation): string {
  return `${rule} ${workload}`.trim();
}

/** By what it is about; of two about the same, the longer one. */
function deviationsIn(stacks: readonly Stack[]): Map<string, Deviation> {
  const all = stacks.flatMap(({ deviations = [] }) => deviations);
  return new Map(all.toSorted((one, other) => (one.until < other.until ? -1 : 1)).map((one) => [keyOf(one), one]));
}

function told(one: Deviation | undefined): string {
  return one === undefined ? 'held to' : `not held to until ${one.until}: ${one.reason}`;
}

/** Rules of a tier that an environment is held to no more, or again, or for another time. */
export function deviationChanges(
  environment: Environment,
  base: readonly Stack[],
  head: readonly Stack[],
): GuardChanges {
  const [before, after] = [deviationsIn(base), deviationsIn(head)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was?.until === is?.until) return [];
    const { until, rule = key } = is ?? {};
    const change: GuardChange = {
      kind: 'guard',
      environment: environment.name,
      fingerprint: fingerprintOf('guard', { deviation: key, until: until ?? '' }, environment),
      constructPath: environment.name,
      type: `deviation${is?.workload === undefined ? '' : ` of ${is.workload}`}`,
      property: rule,
      before: told(was),
      after: told(is),
      why: 'the rule of the tier stands aside',
    };
    return [{ change, isWeaker: until !== undefined && until > (was?.until ?? '') }];
  });
  return {
    weakened: changed.flatMap(({ change, isWeaker }) => (isWeaker ? [change] : [])),
    strengthened: changed.flatMap(({ change, isWeaker }) => (isWeaker ? [] : [change])),
  };
}
