import { readFileSync } from 'node:fs';

import type { Page } from 'puppeteer-core';

/** Everything that WCAG 2.0 to 2.2 ask on levels A and AA, and what is good practice beside. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

export interface Accessibility {
  /** What breaks a rule, one line each; empty for a page that people with assistive technology can use. */
  readonly violations: readonly string[];
  /** What the checker cannot decide by itself. */
  readonly undecided: readonly string[];
  /** How many rules had something to look at: a checker that saw nothing found nothing. */
  readonly passes: number;
}

/** Runs axe on the page as it stands now. */
export async function accessibilityOf(page: Page): Promise<Accessibility> {
  await page.evaluate(source);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`;
  const result = (await page.evaluate(run)) as {
    readonly violations: readonly Finding[];
    readonly incomplete: readonly Finding[];
    readonly passes: readonly Finding[];
  };
  return { violations: lines(result.violations), undecided: lines(result.incomplete), passes: result.passes.length };
}

function lines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}
