import { type Question, service } from '../support/questions';
import { otherAccount, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';

/** What an AWS service may do for the right source, and not for the same service on behalf of somebody else. */

export type Context = Readonly<Record<string, string>>;

export interface Grant {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly right: Context;
  /** Each differs from the right context in one thing. */
  readonly wrong: readonly Context[];
}

function question({ principal, action, resource }: Grant, context: Context): Question {
  return { caller: service(principal), action, resource, context };
}

function rowsOf(grant: Grant): Row[] {
  const that = (context: Context) =>
    `${grant.principal} ${grant.action} ${grant.resource} with ${JSON.stringify(context)}`;
  // A request without its source may come from anybody's resource.
  const missing = Object.keys(grant.right).map((key) =>
    Object.fromEntries(Object.entries(grant.right).filter(([name]) => name !== key)),
  );
  return [
    { that: that(grant.right), call: question(grant, grant.right), answer: 'Allowed' },
    ...[...grant.wrong, ...missing].map((context): Row => ({
      that: that(context),
      call: question(grant, context),
      answer: 'refused',
    })),
  ];
}

export function grants(it: string, of: (room: Room) => readonly Grant[], when?: Rule['when']): Rule {
  return table(it, (room) => of(room).flatMap(rowsOf), when);
}

/** The right source, and the wrong ones: another resource, another account, both. */
export function fromSource(
  arn: string,
  account: string,
  others: readonly string[],
  more: Context = {},
): Pick<Grant, 'right' | 'wrong'> {
  const of = (sourceArn: string, sourceAccount: string) => ({
    ...more,
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
  });
  const foreign = arn.replace(account, otherAccount);
  return {
    right: of(arn, account),
    wrong: [
      of(arn, otherAccount),
      ...[foreign, ...others]
        .filter((other) => other !== arn)
        .flatMap((other) => [of(other, account), of(other, otherAccount)]),
    ],
  };
}
