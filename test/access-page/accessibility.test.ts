import type { Page } from 'puppeteer-core';

import { accessPage } from '../../tools/access/page/access-page';
import { accessRows } from '../../tools/access/rows/access-rows';
import { accessibilityOf } from '../support/accessibility';
import { browserOfTests, type OfflineBrowser } from '../support/browser';
import { environments, synthesizedEnvironment } from '../support/templates';
import { hostileEnvironment } from './hostile';
import { shownPanel } from './looks';
import { cellHash, html, placeHash, withDifference } from './pages';

jest.setTimeout(60_000);

const browser = browserOfTests();

interface State {
  readonly state: string;
  readonly content: string;
  readonly opening?: Parameters<OfflineBrowser['open']>[1];
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const openAll = (page: Page) => page.$$eval('summary', (all) => all.forEach((each) => each.click()));
const chooseNoLevel = (page: Page) =>
  page.$$eval(`[role=tabpanel]:not([hidden]) input[type=checkbox]`, (all) =>
    all.forEach((each) => (each as HTMLElement).click()),
  );

const states: State[] = [
  ...(['light', 'dark'] as const).flatMap((scheme) =>
    [320, 1440].flatMap((width): State[] => {
      const look = `${scheme}, ${String(width)} pixels`;
      return [
        { state: `in prod, ${look}`, content: html, opening: { scheme, width, hash: '#prod' } },
        { state: `in an open cell, ${look}`, content: html, opening: { scheme, width, hash: cellHash } },
        {
          state: `at the cell of a link, ${look}`,
          content: withDifference,
          opening: { scheme, width, hash: placeHash },
        },
        { state: `in the difference, ${look}`, content: withDifference, opening: { scheme, width }, prepare: openAll },
      ];
    }),
  ),
  { state: 'in dev', content: html, opening: { hash: '#dev' } },
  { state: 'in staging', content: html, opening: { hash: '#staging' } },
  { state: 'where nothing fits', content: html, prepare: chooseNoLevel },
  { state: 'where a link leads nowhere', content: html, opening: { hash: '#nowhere' } },
  { state: 'without scripts', content: withoutScripts(html) },
  { state: 'among hostile names', content: accessPage({ environments: [hostileEnvironment()] }) },
];

/** What a browser shows that runs no scripts: axe, which is one, cannot look at it otherwise. */
function withoutScripts(content: string): string {
  return content.replaceAll(/<script[^]*?<\/script>/g, '').replaceAll(/<\/?noscript>/g, '');
}

/**
 * What axe leaves to people, and people have looked at: names in the drawing and signs have colours of other texts, and
 * the matrix is empty where nobody has access.
 */
const lookedAt = /^color-contrast: .*(?:contains an image node|\.sign)|^th-has-data-cells: /;

describe('axe finds nothing', () => {
  it.each(states)('$state', async ({ content, opening, prepare }) => {
    const { page } = await browser.open(content, opening);
    await prepare?.(page);
    const { violations, undecided, passes } = await accessibilityOf(page);
    expect(violations).toEqual([]);
    expect(undecided.filter((each) => !lookedAt.test(each))).toEqual([]);
    expect(passes).toBeGreaterThan(10);
  });
});

describe('the page of the default configuration', () => {
  const made = async () =>
    Promise.all(
      environments.map(async (environment) => {
        const { name, account, region } = environment;
        return { name, account, region, rows: await accessRows(synthesizedEnvironment(environment)) };
      }),
    );

  it('has a cell for each principal and resource, which axe has nothing to say about and a sheet of paper holds', async () => {
    const real = await made();
    const content = accessPage({ environments: real });
    process.stderr.write(`access page, default configuration: ${String(Math.round(content.length / 1000))} kB\n`);
    expect(content.length).toBeLessThan(300_000);
    for (const { name, rows } of real) {
      const { page } = await browser.open(content, { hash: `#${name}`, width: 1046 });
      const pairs = new Set(rows.map(({ principal, resource }) => `${principal.kind} ${principal.id} ${resource}`));
      expect(await page.$$eval(`${shownPanel} .matrix button`, (all) => all.length)).toBe(pairs.size);
      await page.click(`${shownPanel} .matrix button`);
      await page.waitForSelector('dialog[open]');
      const { violations } = await accessibilityOf(page);
      expect(violations).toEqual([]);
      await page.keyboard.press('Escape');
      await page.emulateMediaType('print');
      const frames = await page.$$eval(`${shownPanel} .scroll`, (all) =>
        all.map((each) => each.scrollWidth <= each.clientWidth),
      );
      expect(frames).toEqual([true, true]);
    }
  });
});
