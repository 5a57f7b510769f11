import type { Consumer } from '../consumers';
import type { Finding, Path } from '../finding';
import type { Lenient } from '../lenient';
import type { Configuration, Environment, Tier, Workload } from '../parameters';

export type ConfigurationView = Lenient<Configuration>;
export type EnvironmentView = Lenient<Environment>;
export type WorkloadView = Lenient<Workload>;

/**
 * A check across fields of one environment. Invalid fields are already reported and missing here.
 *
 * @param all environments, where what another one says counts
 */
export type EnvironmentRule = (environment: EnvironmentView, path: Path, all: readonly EnvironmentView[]) => Finding[];

/** A check across environments. */
export type ConfigurationRule = (configuration: ConfigurationView) => Finding[];

/** An entry of a list with its path, without the invalid ones. */
export function entries<Item>(list: readonly (Item | undefined)[] | undefined, path: Path): { item: Item; at: Path }[] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [{ item, at: [...path, index] }]));
}

export function workloadsOf(environment: EnvironmentView, path: Path): { item: WorkloadView; at: Path }[] {
  return entries(environment.workloads, [...path, 'workloads']);
}

/** The consumers of every workload, each beside its workload. */
export function consumersOf(environment: EnvironmentView, path: Path) {
  return workloadsOf(environment, path).flatMap(({ item: workload, at }) =>
    entries<Lenient<Consumer>>(workload.consumers, [...at, 'consumers']).map((entry) => ({ ...entry, workload })),
  );
}

/** Entries whose key stood before, with the path of the first. */
export function repeated<Item>(
  list: { item: Item; at: Path }[],
  key: (item: Item) => string | undefined,
): { item: Item; at: Path; first: Path; key: string }[] {
  const seen = new Map<string, Path>();
  return list.flatMap(({ item, at }) => {
    const value = key(item);
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first !== undefined) return [{ item, at, first, key: value }];
    seen.set(value, at);
    return [];
  });
}

/**
 * A declared list, or undefined when it or one of its entries is invalid: that is reported already, and what refers to
 * it is no second mistake.
 */
export function completeList<Item>(list: readonly (Item | undefined)[] | undefined): Item[] | undefined {
  const present = list?.filter((item) => item !== undefined);
  return present?.length === list?.length ? present : undefined;
}

/** The names in a declared list, or undefined as {@link completeList} says. */
export function namesOf(list: readonly ({ readonly name?: string | undefined } | undefined)[] | undefined) {
  return completeList(list?.map((item) => item?.name));
}

/** Maximum age of a credential and how early its rotation starts, in days (requirements.md C). */
export const credentialAge: Readonly<Record<Tier, { maximumDays: number; leadDays: number }>> = {
  development: { maximumDays: 180, leadDays: 7 },
  staging: { maximumDays: 90, leadDays: 14 },
  production: { maximumDays: 90, leadDays: 28 },
};
