import { matchesArn } from '../../../tools/access/arn-patterns';
import { resourceAt } from '../../../tools/access/assembly';
import type { ProtectedResource } from '../../../tools/access/resource-policies';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import type { Answer } from '../../../tools/access/simulator/simulate';
import { subjectsOf, type Subject } from '../../policies/consumer-questions';
import type { Caller, Context, Question } from '../../support/questions';
import type { Witness } from './witness';

/** A request next to an allowed one, that must be refused. */
export interface Neighbour {
  readonly that: string;
  readonly question: Question;
  /** @default - refused, whichever policy does it */
  readonly answer?: Answer;
}

/**
 * One way to be next to an allowed request.
 *
 * Whether it applies depends on who asks for what, and on what is declared: never on the conditions of the row, because a
 * template that lost a condition has rows without it.
 */
export interface NeighbourKind {
  readonly name: string;
  /** None when it does not apply. */
  readonly of: (witness: Witness, rows: readonly AccessRow[]) => readonly Neighbour[];
}

export function serviceOf({ row }: Witness): string {
  return row.action.split(':')[0] ?? '';
}

/** The resource of the environment that the request is about. */
export function targetOf({ room, question }: Witness): ProtectedResource | undefined {
  return question.resource === '*' ? undefined : resourceAt(room.assembly, question.resource);
}

/** ARN of the role or user that asks, if it is made by the environment. */
export function ownCaller({ question }: Witness): string | undefined {
  return typeof question.caller === 'string' ? question.caller : undefined;
}

/** The consumer of that ARN. */
export function consumerAt({ room }: Witness, arn: string | undefined): Subject | undefined {
  return subjectsOf(room).find((subject) => subject.arn === arn);
}

/** What somebody else has, and lends to whom it wants: whom it lets in, no policy here says. */
export function isOfSomebodyElse({ row }: Witness): boolean {
  return row.alsoNeeds === 'resource policy';
}

/** Whether some row is about the same principal, action and resource: then the request is no neighbour of a row, but of another. */
export function isDeclared(rows: readonly AccessRow[], arn: string, action: string, resource: string): boolean {
  return rows.some((row) => row.principal.id === arn && row.action === action && matchesArn(resource, row.resource));
}

/** The same request with something else in its context; undefined takes a key out. */
export function sending({ question }: Witness, context: Context): Question {
  return { ...question, context: { ...question.context, ...context } };
}

/** The same request by somebody else, with everything that is attached to them. */
export function askedBy({ question }: Witness, caller: Caller, assuming?: Question['assuming']): Question {
  const { assuming: _assumed, ...rest } = question;
  return { ...rest, caller, ...(assuming === undefined ? {} : { assuming }) };
}

/** The same request about something else, wherever that is. */
export function about({ question }: Witness, resource: string, resourceAccount = question.resourceAccount): Question {
  return { ...question, resource, ...(resourceAccount === undefined ? {} : { resourceAccount }) };
}
