import { intersectsArn } from '../../access/arn-patterns';
import { groupedBy } from '../../access/grouped';
import type { AccessRow, DecidingStatement } from '../../access/rows/access-row';
import type { AccessOnOneSide } from '../../access/rows/difference';
import { inWords } from '../../access/rows/words';

/** Access that only one side has, as people read it: what differs by its action alone stands together. */
export interface WordsOfWay {
  readonly actions: string;
  readonly resource: string;
  readonly when: string;
  /** When the other side allows the same; absent when it does not. */
  readonly otherwise?: string;
  /** A request that one side alone allows. */
  readonly request?: string;
  /** The statement that allows it, with where it was made. */
  readonly why: string;
}

/** Actions, and resources, that are told by name. */
const most = 8;

/** `s3:GetObject, s3:PutObject`, or the first of many with how many there are. */
function listText(all: readonly string[]): string {
  const names = [...new Set(all)].sort();
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${String(names.length - most)} more`;
}

function statementText(deciding: readonly DecidingStatement[]): string {
  const [first] = deciding;
  if (first === undefined) return 'no statement';
  const { statement, constructPath, source } = first;
  const name = typeof statement === 'number' ? `statement ${String(statement + 1)}` : statement;
  return `${name} in ${constructPath}${source === undefined ? '' : ` (${source})`}`;
}

function whenText({ conditions, alsoNeeds, maximumSessionSeconds }: AccessRow): string {
  const needs = alsoNeeds === undefined ? '' : `; as far as the ${alsoNeeds} elsewhere allows it`;
  const session = maximumSessionSeconds === undefined ? '' : `; for ${String(maximumSessionSeconds / 3600)} h at most`;
  return `${inWords(conditions)}${needs}${session}`;
}

function requestText({ row, witness }: AccessOnOneSide): string | undefined {
  if (witness === undefined) return undefined;
  const context = Object.entries(witness.context).map(([key, value]) => `${key}=${String(value)}`);
  return `${row.action} on ${witness.resource}${context.length === 0 ? '' : ` with ${context.join(', ')}`}`;
}

/** What the other side has of the same resource: what it has of others tells nothing about this one. */
function otherwiseOf({ row, counterpart }: AccessOnOneSide): string | undefined {
  if (counterpart === undefined || !intersectsArn(counterpart.resource, row.resource)) return undefined;
  return `on ${counterpart.resource}, ${whenText(counterpart)}`;
}

/** Ways of one principal that differ by their resource alone, as one. */
function together(ways: readonly WordsOfWay[]): WordsOfWay[] {
  const alike = groupedBy(ways, ({ actions, when, otherwise, why }) => JSON.stringify([actions, when, otherwise, why]));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    return first === undefined ? [] : [{ ...first, resource: listText(some.map(({ resource }) => resource)) }];
  });
}

/** The rows of one principal. */
export function wordsOfWays(rows: readonly AccessOnOneSide[]): WordsOfWay[] {
  const groups = groupedBy(rows, (one) =>
    JSON.stringify([one.row.resource, whenText(one.row), otherwiseOf(one), statementText(one.row.deciding)]),
  );
  const ways = [...groups.values()].flatMap((group): WordsOfWay[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { row } = first;
    const [request, otherwise] = [requestText(first), otherwiseOf(first)];
    return [
      {
        actions: listText(group.map((one) => one.row.action)),
        resource: row.resource,
        when: whenText(row),
        ...(otherwise === undefined ? {} : { otherwise }),
        ...(request === undefined ? {} : { request }),
        why: statementText(row.deciding),
      },
    ];
  });
  return together(ways);
}
