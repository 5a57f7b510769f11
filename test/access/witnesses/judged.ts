import type { AccessRow } from '../../../tools/access/rows/access-row';
import { ask } from '../../support/questions';
import type { Room } from '../../support/room';
import type { NeighbourKind } from './neighbour';
import { type Witness, witnessOf } from './witness';

/** What the requests of one environment came to. */
export interface Judged {
  readonly allowed: number;
  readonly refused: number;
  /** Requests that were asked, by the name of their kind. */
  readonly byKind: ReadonlyMap<string, number>;
  /** What should have been allowed and was not, or the other way round. */
  readonly wrong: readonly string[];
}

function text({ row }: Witness): string {
  return `${row.principal.kind} ${row.principal.id} ${row.action} ${row.resource}`;
}

async function answerOf(room: Room, question: Witness['question']): Promise<string> {
  try {
    return await ask(room.assembly, question);
  } catch (error) {
    // What cannot be judged is neither allowed nor refused.
    return error instanceof Error ? error.message : String(error);
  }
}

const refusals = ['ExplicitlyDenied', 'ImplicitlyDenied'];

/** Asks for each row one request that it allows, and everything next to it. */
export async function judge(room: Room, rows: readonly AccessRow[], kinds: readonly NeighbourKind[]): Promise<Judged> {
  const byKind = new Map<string, number>();
  const wrong: string[] = [];
  let allowed = 0;
  let refused = 0;
  for (const row of rows) {
    const witness = witnessOf(room, row);
    const answer = await answerOf(room, witness.question);
    if (answer === 'Allowed') allowed += 1;
    else wrong.push(`${text(witness)}: ${answer} though declared`);
    for (const kind of kinds) {
      for (const { that, question, answer: expected } of kind.of(witness, rows)) {
        byKind.set(kind.name, (byKind.get(kind.name) ?? 0) + 1);
        const got = await answerOf(room, question);
        if (expected === undefined ? refusals.includes(got) : got === expected) refused += 1;
        else wrong.push(`${text(witness)} ${kind.name} (${that}): ${got}`);
      }
    }
  }
  return { allowed, refused, byKind, wrong };
}
