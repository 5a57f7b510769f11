import { appendFileSync } from 'node:fs';

/**
 * What a step summary may hold at most, in bytes; GitHub drops a longer one as a whole.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
 */
const summaryBytes = 1024 * 1024;

/** Where a step tells people and the steps after it what it found. */
export interface Report {
  /** Markdown, for the page of the run. */
  summarize(markdown: string): void;
  /** For later steps; names and values of one line. */
  output(name: string, value: string): void;
}

function shortened(markdown: string): string {
  const note = '\n\n*Cut off: the whole text is in the artifact.*\n';
  const bytes = Buffer.from(`${markdown}\n`);
  if (bytes.length <= summaryBytes) return bytes.toString();
  const kept = bytes.subarray(0, summaryBytes - Buffer.byteLength(note)).toString();
  // At the end of a line, so that neither a character nor a row of a table is cut in two.
  return kept.slice(0, kept.lastIndexOf('\n')) + note;
}

/** On GitHub into the files that its runner names; elsewhere onto standard output. */
export function reportTo(environment: NodeJS.ProcessEnv): Report {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = environment;
  return {
    summarize(markdown) {
      console.log(markdown);
      if (summary !== undefined && summary !== '') appendFileSync(summary, shortened(markdown));
    },
    output(name, value) {
      if (/[\r\n]/.test(name + value)) throw new RangeError(`output ${name} has more than one line`);
      console.log(`${name}=${value}`);
      if (outputs !== undefined && outputs !== '') appendFileSync(outputs, `${name}=${value}\n`);
    },
  };
}
