import type { Difference } from './completion/complete';
import type { DrillRow } from './drill/row';
import type { Fact } from './room/fact';
import type { Step } from './stopwatch';

/** What became of the stacks at the end. */
export interface Removal {
  /** Protected stacks, whose destruction was refused. */
  readonly refused: readonly string[];
  readonly destroyed: readonly string[];
  /** What stays although its stack is gone, because its data must not go with it. */
  readonly retained: readonly string[];
}

/** Everything that a run has done and shown: what the summary prints, and what `--json` writes. */
export interface Result {
  readonly application: string;
  readonly environment: string;
  readonly tier: string;
  readonly region: string;
  readonly emulator: string;
  readonly endpoint: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly differences: readonly Difference[];
  readonly facts: readonly Fact[];
  /** Every alarm and rule that is deployed; absent without `--drill`. */
  readonly drill?: readonly DrillRow[];
  readonly secondDeployment: { readonly changedStacks: readonly string[] };
  readonly diff: { readonly exitCode: number };
  readonly removal: Removal;
  readonly notProven: readonly string[];
  readonly steps: readonly Step[];
  readonly totalSeconds: number;
  readonly cdkSeconds: number;
}
