import type { RefusalReason } from './refusal';
import type { Operation } from './operation';

/** What goes wrong with one call. */
export type Fault =
  /** Nothing reaches AWS, and the client is told so. */
  | { readonly kind: 'refuse'; readonly reason: RefusalReason }
  /** The connection ends before anything reaches AWS. */
  | { readonly kind: 'lose-request' }
  /** AWS does it, and the client never hears. */
  | { readonly kind: 'lose-answer' }
  /** No answer until the client gives up; AWS has done it or not. `meanwhile`, the client may end. */
  | { readonly kind: 'hang'; readonly isDone: boolean; readonly meanwhile?: () => Promise<void> }
  /** AWS gets the request twice, and the client the second answer. */
  | { readonly kind: 'duplicate' }
  /** Anything else: a person who acts at that moment. */
  | {
      readonly kind: 'interfere';
      readonly before?: () => void | Promise<void>;
      readonly after?: () => void | Promise<void>;
    };

export interface PlannedFault {
  /** Number of the call since the record was last cleared, from 0, or a question about it. */
  readonly at: number | ((operation: Operation) => boolean);
  readonly fault: Fault;
  /** How many calls it meets. @default 1 */
  readonly times?: number;
}

/** Faults that are still to come. */
export class FaultPlan {
  private readonly planned: { readonly at: PlannedFault['at']; readonly fault: Fault; left: number }[];

  public constructor(planned: readonly PlannedFault[]) {
    this.planned = planned.map(({ at, fault, times = 1 }) => ({ at, fault, left: times }));
  }

  /** The fault of this call, if one was planned for it. */
  public take(index: number, operation: Operation): Fault | undefined {
    const due = this.planned.find(
      ({ at, left }) => left > 0 && (typeof at === 'number' ? at === index : at(operation)),
    );
    if (due === undefined) return undefined;
    due.left -= 1;
    return due.fault;
  }

  /** Whether every planned fault has met a call: one that has not proves nothing. */
  public get isSpent(): boolean {
    return this.planned.every(({ left }) => left === 0);
  }
}
