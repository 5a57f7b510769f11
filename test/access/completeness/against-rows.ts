import { containsArn } from '../../../tools/access/arn-patterns';
import { conditionText } from '../../../tools/access/completeness/canonical-condition';
import type { WholeAccess } from '../../../tools/access/completeness/completeness';
import type { AccessRow, Condition } from '../../../tools/access/rows/access-row';

/** Whose the bucket of a bucket's row is, the rows know; the simulator is not told. */
function withOwnBuckets(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(withOwnBuckets) };
  if ('any' in condition) return { any: condition.any.map(withOwnBuckets) };
  const isOwn = 'operator' in condition && condition.key === 's3:ResourceAccount' && condition.operator !== 'Null';
  return isOwn ? { all: [] } : condition;
}

/** The principal under which the simulator was asked: an account for those of its roles that no stack makes. */
function askedAs({ kind, id }: AccessRow['principal'], account: string): string {
  return kind === 'foreign' && id.split(':')[4] === account ? account : id;
}

/** The conditions of a row, and that it is this principal, where the simulator was asked for all of an account. */
function conditionsOf({ principal, conditions }: AccessRow, account: string): Condition {
  if (askedAs(principal, account) === principal.id) return conditions;
  return { all: [conditions, { operator: 'ArnEquals', key: 'aws:PrincipalArn', values: [principal.id] }] };
}

/** A condition without the alternatives that name roles and users of the stacks: they have rows of their own. */
function withoutInsiders(condition: Condition, insiders: ReadonlySet<string>): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => withoutInsiders(part, insiders)) };
  if ('any' in condition) return { any: condition.any.map((part) => withoutInsiders(part, insiders)) };
  if (!('operator' in condition) || condition.key !== 'aws:PrincipalArn') return condition;
  const values = condition.values.filter((value) => !insiders.has(value));
  return values.length === 0 ? { any: [] } : { ...condition, values };
}

/**
 * What only the rows or only the simulator say, each as principal, access and who says it. The two are compared with all
 * their conditions.
 *
 * @param account of the environment
 */
export function differencesToRows(
  rows: readonly AccessRow[],
  answers: readonly WholeAccess[],
  account: string,
): string[] {
  const insiders = new Set(answers.filter(({ kind }) => kind === 'role' || kind === 'user').map(({ id }) => id));
  const byPlace = new Map<string, AccessRow[]>();
  for (const row of rows) {
    const place = `${askedAs(row.principal, account)} ${row.action}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), row]);
  }
  const matched = new Set<AccessRow>();
  const found: string[] = [];
  for (const { id, accesses, atResources } of answers) {
    const elsewhere = accesses.filter(
      ({ action, resource }) =>
        !atResources.some((here) => here.action === action && containsArn(resource, here.resource)),
    );
    for (const { action, resource, conditions } of [...elsewhere, ...atResources]) {
      // Every principal may ask who it is, and no policy says so.
      if (action === 'sts:GetCallerIdentity') continue;
      const same = (byPlace.get(`${id} ${action}`) ?? []).filter((row) => containsArn(row.resource, resource));
      for (const row of same) matched.add(row);
      const told = conditionText({ any: same.map((row) => conditionsOf(row, account)) });
      const answered = conditionText(withoutInsiders(withOwnBuckets(conditions), insiders));
      if (told === answered) continue;
      found.push(
        same.length === 0
          ? `${id}: ${action} on ${resource}: says the simulator alone`
          : `${id}: ${action} on ${resource}: when ${answered} says the simulator, and when ${told} say the rows`,
      );
    }
  }
  const alone = rows.filter((row) => !matched.has(row));
  return [
    ...found,
    ...alone.map(({ principal, action, resource }) => `${principal.id}: ${action} on ${resource}: say the rows alone`),
  ];
}
