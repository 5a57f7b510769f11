import { conditionText } from '../../access/completeness/canonical-condition';
import { groupedBy } from '../../access/grouped';
import type { AccessRow, RowPrincipal } from '../../access/rows/access-row';
import { anyOf } from '../../access/rows/condition-tree';
import type { AccessOnOneSide } from '../../access/rows/difference';
import { originOf } from '../../access/template';
import type { AccessGain } from '../finding';
import { fingerprintOf } from '../fingerprint';
import type { Unread } from './understood';

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/**
 * What rows allow, in a form that is the same however statements are cut, ordered and named: for each resource and
 * condition the actions.
 */
function meaningOf(rows: readonly AccessRow[]): unknown {
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

function keyOfUnread({ kind, text }: Unread, subject: string): string {
  return JSON.stringify([kind, subject, text]);
}

/** What nobody here can read and one side says of somebody of whom the other does not say it. */
export function furtherUnread(some: readonly Unread[], others: readonly Unread[]): Unread[] {
  const known = new Set(others.flatMap((one) => one.subjects.map((subject) => keyOfUnread(one, subject))));
  return some.flatMap((one) => {
    const subjects = one.subjects.filter((subject) => !known.has(keyOfUnread(one, subject)));
    return subjects.length === 0 ? [] : [{ ...one, subjects }];
  });
}

function textsOf(some: readonly Unread[], kind: Unread['kind']): string[] {
  return [...new Set(some.filter((one) => one.kind === kind).map(({ text }) => text))].sort();
}

/** What somebody may gain by what nobody here can read: one finding for each place. */
function unreadGains(environment: Environment, unread: readonly Unread[]): AccessGain[] {
  const giving = unread.filter(({ kind }) => kind === 'policy' || kind === 'allowing');
  return [...groupedBy(giving, ({ owner }) => originOf(owner).constructPath)].map(
    ([constructPath, some]): AccessGain => {
      const unknownPolicies = textsOf(some, 'policy');
      const unreadStatements = textsOf(some, 'allowing');
      const subjects = [...new Set(some.flatMap((one) => one.subjects))].sort();
      const meaning = { constructPath, subjects, unknownPolicies, unreadStatements };
      return {
        kind: 'access',
        environment: environment.name,
        fingerprint: fingerprintOf('access', meaning, environment),
        who: {
          kind: some[0]?.owner.resource.Type === 'AWS::IAM::User' ? 'user' : 'role',
          id: constructPath,
          constructPath,
        },
        gained: [],
        unknownPolicies,
        unreadStatements,
      };
    },
  );
}

/** One finding for each principal that gains something. */
export function accessGains(
  environment: Environment,
  gained: readonly AccessOnOneSide[],
  unread: readonly Unread[],
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
        unreadStatements: [],
      },
    ];
  });
  return [...gains, ...unreadGains(environment, unread)];
}
