import { type BootstrapStep, stepText } from './bootstrap-steps';

/** What carrying out the steps needs of the outside. */
export interface Outside {
  readonly say: (text: string) => void;
  /** Runs `cdk` with these words to its end. @returns its exit code. @default - nothing is run */
  readonly cdk?: (words: readonly string[]) => number;
}

/**
 * Prints each step and, where it may, runs it. Each needs the one before it: the first that fails ends it.
 *
 * @returns the exit code of the step that failed, else 0
 */
export function runSteps(steps: readonly BootstrapStep[], { say, cdk }: Outside): number {
  for (const step of steps) {
    say(stepText(step));
    const exitCode = cdk?.(step.words) ?? 0;
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}
