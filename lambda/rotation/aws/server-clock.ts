import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../ports';

/** What Lambda hands to a handler, as far as the functions need it; other callers may leave all of it out. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
}

/** Lambda's timeout of the functions, for callers that tell none. */
const millisecondsWithoutContext = 120_000;

/** HTTP dates have whole seconds. */
const resolution = 1000;

/** The machine's clocks, so that tests have their own. */
export interface MachineClocks {
  /** Epoch milliseconds. */
  readonly local: () => number;
  /** Milliseconds since any one instant, never set back. */
  readonly monotonic: () => number;
}

const machine: MachineClocks = { local: () => Date.now(), monotonic: () => performance.now() };

/** Time as AWS tells it in its answers, continued by the monotonic clock between them. */
export class ServerClock implements Clock {
  private anchor: { readonly server: number; readonly monotonic: number } | undefined;
  private endsAt: () => number;

  public constructor(private readonly clocks: MachineClocks = machine) {
    this.endsAt = this.countdown();
  }

  /** At the start of every invocation: a frozen function's monotonic clock may have stood still. */
  public begin(context: InvocationContext = {}): void {
    this.anchor = undefined;
    const remaining = context.getRemainingTimeInMillis?.bind(context);
    this.endsAt = remaining === undefined ? this.countdown() : () => this.clocks.monotonic() + remaining();
  }

  /** Takes in the `Date` header of an answer. One that cannot be read changes nothing. */
  public observe(dateHeader: string | undefined): void {
    const server = Date.parse(dateHeader ?? '');
    if (Number.isNaN(server)) return;
    const monotonic = this.clocks.monotonic();
    const expected = this.continued(monotonic);
    // Within the second that the header leaves open the continued time is the better one, and never goes back.
    if (expected !== undefined && expected >= server && expected < server + resolution) return;
    this.anchor = { server, monotonic };
  }

  /** Before the first answer of an invocation: the machine's time. */
  public now(): Date {
    return new Date(this.continued(this.clocks.monotonic()) ?? this.clocks.local());
  }

  public async sleep(milliseconds: number): Promise<void> {
    await wait(milliseconds);
  }

  public remaining(): number {
    return Math.max(0, this.endsAt() - this.clocks.monotonic());
  }

  private continued(monotonic: number): number | undefined {
    return this.anchor && this.anchor.server + (monotonic - this.anchor.monotonic);
  }

  private countdown(): () => number {
    const end = this.clocks.monotonic() + millisecondsWithoutContext;
    return () => end;
  }
}
