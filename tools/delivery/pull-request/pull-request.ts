import { DeliveryError } from '../delivery-error';
import { COMMENT_CHARACTERS } from '../github/comment-body';
import type { History } from './history';

/** A check or the review of a change did not pass. */
class NotReady extends DeliveryError {
  override readonly name = 'NotReady';

  constructor(failed: readonly string[]) {
    super(`not ready to be merged: ${failed.join(' and ')} failed; see above`);
  }
}

interface Checked {
  readonly script: string;
  readonly hasPassed: boolean;
}

/** What the review wrote, and whether its policy lets the change pass. */
export interface Reviewed {
  readonly hasPassed: boolean;
  /** Markdown, short enough for a comment; nothing when it broke off. */
  readonly comment: string | undefined;
  /** Markdown, complete. */
  readonly summary: string | undefined;
}

/** What a pull request's job needs. */
export interface PullRequestPorts {
  readonly history: Pick<History, 'startOf'>;
  /** Runs a script of package.json. */
  check(script: string): Promise<boolean>;
  /** Compares the checkout, which is what was checked, with a commit. */
  review(base: string): Promise<Reviewed>;
  /** Hands the comment to whoever may post it. */
  handOver(comment: string): void;
  summarize(markdown: string): void;
}

/** Room for the lines that are put before the review and into it. */
const reserve = 5_000;

/** For both readers: how the checks ended, then what the review says. */
function inWords(checked: readonly Checked[], { hasPassed, comment }: Reviewed, text: string | undefined): string {
  const checks = checked.map(({ script, hasPassed: passed }) => `\`${script}\` ${passed ? 'passed' : '**failed**'}`);
  const review = `review ${hasPassed ? 'passed' : '**needs a decision**'}`;
  const lines = [...checks, comment === undefined ? 'review **broke off**: see the log of the run' : review];
  return [`**Checks**: ${lines.join('; ')}`, ...(text === undefined ? [] : ['', text])].join('\n');
}

function shortened(text: string): string {
  const limit = COMMENT_CHARACTERS - reserve;
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}\n\n*Cut off: the whole review is in the summary of the run and its artifact.*`;
}

/**
 * Does what the workflow of a pull request does, on any machine: checks, the review against where the change left the
 * base, the text of the comment, and the summary. The review runs whatever the checks say.
 *
 * @throws NotReady, HistoryUnclear
 */
export async function pullRequest(base: string, scripts: readonly string[], ports: PullRequestPorts): Promise<void> {
  const start = ports.history.startOf(base);
  const checked: Checked[] = [];
  for (const script of scripts) checked.push({ script, hasPassed: await ports.check(script) });
  const reviewed = await ports.review(start);
  ports.handOver(shortened(inWords(checked, reviewed, reviewed.comment)));
  ports.summarize(inWords(checked, reviewed, reviewed.summary ?? reviewed.comment));
  const failed = [
    ...checked.filter(({ hasPassed }) => !hasPassed).map(({ script }) => `npm run ${script}`),
    ...(reviewed.hasPassed ? [] : ['the review']),
  ];
  if (failed.length > 0) throw new NotReady(failed);
}
