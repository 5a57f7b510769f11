import { administrator, anybody } from '../../../support/questions';
import { dataKeyArn, otherAccount, roleArn } from '../../../support/room';
import { keyUses } from './key-uses';
import {
  askedBy,
  consumerAt,
  isDeclared,
  isOfSomebodyElse,
  type Neighbour,
  type NeighbourKind,
  targetOf,
} from '../neighbour';
import type { Witness } from '../witness';

/** The same request by somebody else. */

function isOpenToAll({ row }: Witness): boolean {
  return row.principal.kind === 'anyone';
}

const anotherAccount: NeighbourKind = {
  name: 'by another account',
  of: (witness) => {
    if (isOpenToAll(witness) || isOfSomebodyElse(witness)) return [];
    const { id } = witness.row.principal;
    const [, , service, , account = ''] = id.split(':');
    const sameName = service === 'iam' ? id.replace(account, otherAccount) : roleArn(witness.room, 'any', otherAccount);
    return [{ that: sameName, question: askedBy(witness, administrator(sameName)) }];
  },
};

const unsigned: NeighbourKind = {
  name: 'without a signature',
  of: (witness) =>
    isOpenToAll(witness) || isOfSomebodyElse(witness) ? [] : [{ that: 'anybody', question: askedBy(witness, anybody) }],
};

/** Where the resource itself, and not only what is attached to somebody, decides who may. */
function isGuarded(witness: Witness): boolean {
  const { row, room } = witness;
  const target = targetOf(witness);
  if (target === undefined) return false;
  const dataKeys = room.environment.workloads
    .filter(({ files, secrets }) => files !== undefined || secrets.length > 0)
    .map((workload) => dataKeyArn(room, workload));
  return (
    row.action === 'secretsmanager:GetSecretValue' ||
    row.action === 'sts:AssumeRole' ||
    (keyUses.includes(row.action) && dataKeys.includes(target.arn))
  );
}

const anotherSession: NeighbourKind = {
  name: 'with the session of another principal',
  of: (witness, rows) => {
    const { room, row, question } = witness;
    if (row.principal.kind === 'anyone' || row.principal.kind === 'account') return [];
    const others = room.assembly.principals
      .map(({ arn }) => arn)
      .filter((arn) => arn !== row.principal.id && !isDeclared(rows, arn, question.action, question.resource));
    return others.flatMap((arn): Neighbour[] => {
      // From where it may call, so that its addresses are not the reason.
      const address = consumerAt(witness, arn)?.context ?? {};
      const asked = { ...witness, question: { ...question, context: { ...question.context, ...address } } };
      return [
        { that: arn, question: askedBy(asked, arn) },
        ...(isGuarded(witness)
          ? [{ that: `${arn} with everything`, question: askedBy(asked, administrator(arn), { noBoundary: true }) }]
          : []),
      ];
    });
  },
};

const ownAdministrator: NeighbourKind = {
  name: 'by an administrator of the account',
  of: (witness) => {
    const arn = roleArn(witness.room, 'witness-administrator');
    return isGuarded(witness) ? [{ that: arn, question: askedBy(witness, administrator(arn)) }] : [];
  },
};

/** Only what is attached to it, and not what the resource says, is what holds a principal of our own to a boundary. */
export const callerKinds: readonly NeighbourKind[] = [anotherAccount, unsigned, anotherSession, ownAdministrator];
