import type { Finding, Path } from '../finding';
import { consumerArn } from '../names';
import { describeHidden, entropyBits, knownSecretIn, restlessness } from '../secret-like';
import {
  type ConfigurationRule,
  type ConfigurationView,
  entries,
  type EnvironmentView,
  type WorkloadView,
  workloadsOf,
} from './rule';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const hexadecimal = /^[0-9a-f]{32,}$/i;
const base64 = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/_=-]{22,}$/;
/** What people type: rows of the keyboard and of the alphabet, and one character for a long time. */
const typed = /0123456|1234567|abcdef|fedcba|a1b2c3|1a2b3c|(.)\1{7}/i;

/** Share of a text that words and years make up: little where a generator made it. */
function wordShare(value: string): number {
  return (value.match(/[A-Z]?[a-z]{3,}|\d{4,}/g) ?? []).join('').length / value.length;
}

/**
 * Whether an external id was generated rather than chosen: of a shape that generators print, and mixed enough that no
 * person typed it.
 */
export function isGenerated(externalId: string): boolean {
  if (entropyBits(externalId) < 80 || typed.test(externalId)) return false;
  if (uuid.test(externalId) || hexadecimal.test(externalId)) return true;
  return base64.test(externalId) && wordShare(externalId) < 0.6 && restlessness(externalId) >= 0.33;
}

interface Trust {
  readonly id: string;
  readonly at: Path;
  /** Of the role that is assumed; undefined while it cannot be known. */
  readonly roleArn: string | undefined;
  /** Who wrote it down: the side that assumes the role, or the side that has it. */
  readonly side: 'customer' | 'role';
}

function roleArnOf(environment: EnvironmentView, workload: WorkloadView, consumer: string | undefined) {
  const { name, account, region } = environment;
  if (name === undefined || account === undefined || region === undefined) return undefined;
  if (workload.name === undefined || consumer === undefined) return undefined;
  return consumerArn({ name, account, region }, workload.name, { name: consumer, kind: 'cross-account-role' });
}

function trustsOf(environment: EnvironmentView, path: Path): Trust[] {
  return workloadsOf(environment, path).flatMap(({ item: workload, at }) => {
    const trusts = (
      { externalIds }: { readonly externalIds?: readonly (string | undefined)[] | undefined },
      where: Path,
      roleArn: string | undefined,
      side: Trust['side'],
    ) =>
      entries(externalIds, [...where, 'externalIds']).map(({ item: id, at: idPath }) => ({
        id,
        at: idPath,
        roleArn,
        side,
      }));
    return [
      ...entries(workload.customers, [...at, 'customers']).flatMap(({ item, at: where }) =>
        trusts(item, where, item.roleArn, 'customer'),
      ),
      ...entries(workload.consumers, [...at, 'consumers']).flatMap(({ item, at: where }) =>
        item.kind === 'cross-account-role'
          ? trusts(item, where, roleArnOf(environment, workload, item.name), 'role')
          : [],
      ),
    ];
  });
}

function allTrusts(configuration: ConfigurationView): Trust[] {
  return entries(configuration.environments, ['environments']).flatMap(({ item, at }) => trustsOf(item, at));
}

/** An id that a customer could guess, or choose to be another customer's, protects nobody. */
export const externalIdsAreGenerated: ConfigurationRule = (configuration) =>
  allTrusts(configuration)
    .filter(({ id }) => !isGenerated(id) || knownSecretIn(id) === 'an AWS access key id')
    .map(({ id, at }) => ({
      path: at,
      found: knownSecretIn(id) === undefined ? `'${id}'` : describeHidden(id),
      allowed: 'a generated id, such as one printed by: npm run external-id',
    }));

/**
 * Each external id stands for one trust only. A reused id lets one customer name another's role to the service, which is
 * the confused deputy that external ids exist to prevent. The two sides of one trust share theirs, where both stand in
 * the same configuration.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const externalIdsAreUnique: ConfigurationRule = (configuration) => {
  const seen = new Map<string, Trust[]>();
  return allTrusts(configuration).flatMap((trust): Finding[] => {
    const earlier = seen.get(trust.id) ?? [];
    seen.set(trust.id, [...earlier, trust]);
    const isOtherSide = ({ roleArn, side }: Trust) =>
      roleArn !== undefined && roleArn === trust.roleArn && side !== trust.side;
    if (earlier.every(isOtherSide)) return [];
    return [
      {
        path: trust.at,
        found: `'${trust.id}' a second time`,
        allowed: 'an id that stands for this trust alone; print one with: npm run external-id',
      },
    ];
  });
};
