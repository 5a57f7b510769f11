import { conditionText } from '../../access/completeness/canonical-condition';
import { groupedBy } from '../../access/grouped';
import type { AccessRow, RowPrincipal } from '../../access/rows/access-row';
import { anyOf } from '../../access/rows/condition-tree';
import type { AccessOnOneSide } from '../../access/rows/difference';
import { originOf } from '../../access/template';
import type { AccessGain } from '../finding';
import { fingerprintOf } from '../fingerprint';
import type { UnknownPolicy } from './unknown-policies';

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/**
 * What rows allow, in a form that is the same however statements are cut, ordered and named: for each resource and
 * condition the actions.
 */
export function meaningOf(rows: readonly AccessRow[]): unknown {
  const cells = groupedBy(rows, ({ action, resource, alsoNeeds, maximumSessionSeconds }) =>
    JSON.stringify([action, resource, alsoNeeds, maximumSessionSeconds]),
  );
  const told = [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const { action, resource, alsoNeeds, maximumSessionSeconds } = first;
    const when = conditionText(anyOf(cell.map(({ conditions }) => conditions)));
    return [{ action, where: JSON.stringify([resource, when, alsoNeeds, maximumSessionSeconds]) }];
  });
  return [...groupedBy(told, ({ where }) => where)]
    .map(([where, some]) => [where, some.map(({ action }) => action).sort()])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

function ownerOf({ owner }: UnknownPolicy): string {
  return originOf(owner).constructPath;
}

/** The policies whose contents nobody knows that one side has more than the other. */
export function furtherPolicies(some: readonly UnknownPolicy[], others: readonly UnknownPolicy[]): UnknownPolicy[] {
  const key = (one: UnknownPolicy) => JSON.stringify([one.owner.stack.name, one.owner.logicalId, one.arn]);
  const known = new Set(others.map(key));
  return some.filter((one) => !known.has(key(one)));
}

/** One finding for each principal that gains something. */
export function accessGains(
  environment: Environment,
  gained: readonly AccessOnOneSide[],
  policies: readonly UnknownPolicy[],
): AccessGain[] {
  const principals = new Map<string, RowPrincipal>();
  const keyOf = ({ kind, id }: RowPrincipal) => JSON.stringify([kind, id]);
  const byPrincipal = groupedBy(gained, ({ row }) => {
    principals.set(keyOf(row.principal), row.principal);
    return keyOf(row.principal);
  });
  const known = [...byPrincipal].map(([key, rows]) => ({ who: principals.get(key), rows }));
  const gains = known.flatMap(({ who, rows }): AccessGain[] => {
    if (who === undefined) return [];
    const meaning = { kind: who.kind, id: who.id, ways: meaningOf(rows.map(({ row }) => row)) };
    return [
      {
        kind: 'access',
        environment: environment.name,
        fingerprint: fingerprintOf('access', meaning, environment),
        who,
        gained: rows,
        unknownPolicies: [],
      },
    ];
  });
  const byOwner = groupedBy(policies, ownerOf);
  const unknown = [...byOwner].map(([constructPath, some]): AccessGain => {
    const arns = some.map(({ arn }) => arn).sort();
    const kind = some[0]?.owner.resource.Type === 'AWS::IAM::User' ? 'user' : 'role';
    return {
      kind: 'access',
      environment: environment.name,
      fingerprint: fingerprintOf('access', { constructPath, arns }, environment),
      who: { kind, id: constructPath, constructPath },
      gained: [],
      unknownPolicies: arns,
    };
  });
  return [...gains, ...unknown];
}
