import { EmbeddedMetrics } from '../../../lambda/reconcile-secrets/aws/metrics';
import { writeMetric } from '../../../lambda/rotation/aws/embedded-metric';

/** A line of a function's log about one secret, as the function itself writes it. */
export interface FunctionLine {
  readonly name: string;
  /** @param value of the metric; a line that only says yes or no has no use for it */
  readonly line: (secret: string, value: number) => string;
}

const clock = { now: () => new Date('2026-06-15T12:00:00Z') };

function writtenBy(act: (write: (line: string) => void) => void): string {
  const lines: string[] = [];
  act((line) => lines.push(line));
  return lines.join('\n');
}

export const functionLines: readonly FunctionLine[] = [
  {
    name: 'the reconciler tells the age of a secret',
    line: (secret, days) => writtenBy((write) => new EmbeddedMetrics(clock, write).secretAge(secret, days)),
  },
  {
    name: 'the reconciler finds a secret empty',
    line: (secret) => writtenBy((write) => new EmbeddedMetrics(clock, write).unfilled(secret, true)),
  },
  {
    name: 'the probe finds that a key does not work',
    line: (secret) => writtenBy((write) => writeMetric({ clock, write }, secret, 'AccessProbeFailed', 1)),
  },
];
