/** Who did the work: the CDK's own command line, or the sandbox around it. */
export type Worker = 'cdk' | 'sandbox';

export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly worker: Worker;
}

interface Interval {
  readonly name: string;
  readonly worker: Worker;
  readonly from: number;
  readonly to: number;
}

/** Seconds with two digits, as they are printed. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}

/** Length of a set of intervals; where they overlap it counts once. */
function covered(intervals: readonly Interval[]): number {
  let end = -Infinity;
  let sum = 0;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

/** Measures the steps of a run. Steps may overlap. */
export class Stopwatch {
  private readonly start: number;
  private readonly intervals: Interval[] = [];

  /** @param now clock in milliseconds */
  public constructor(private readonly now: () => number = () => performance.now()) {
    this.start = now();
  }

  public async measure<T>(name: string, worker: Worker, work: () => Promise<T>): Promise<T> {
    const from = this.now();
    try {
      return await work();
    } finally {
      this.intervals.push({ name, worker, from, to: this.now() });
    }
  }

  /** In the order of their beginning. */
  public steps(): Step[] {
    return [...this.intervals]
      .sort((a, b) => a.from - b.from)
      .map(({ name, worker, from, to }) => ({ name, worker, seconds: rounded(to - from) }));
  }

  public totalSeconds(): number {
    return rounded(this.now() - this.start);
  }

  /** Seconds during which at least one command of the CDK was running. */
  public cdkSeconds(): number {
    return rounded(covered(this.intervals.filter(({ worker }) => worker === 'cdk')));
  }
}
