import type { Page } from 'puppeteer-core';

import { accessPage } from '../../tools/access/page/access-page';
import { browserOfTests } from '../support/browser';
import { hostileEnvironment } from './hostile';
import { shownPanel, text } from './looks';
import { cellHash, html, withDifference } from './pages';
import { environmentWith } from './rows-of-room';

jest.setTimeout(60_000);

const browser = browserOfTests();

describe('a reader', () => {
  it.each([320, 768, 1440])('need not scroll sideways on %i pixels', async (width) => {
    for (const [content, hash] of [
      [html, '#prod'],
      [html, cellHash],
      [withDifference, ''],
    ] as const) {
      const { page } = await browser.open(content, { width, hash });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.$eval('dialog', (dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(true);
    }
  });

  it('who likes it dark gets it dark', async () => {
    const brightness = async (scheme: 'light' | 'dark') => {
      const { page } = await browser.open(html, { scheme });
      const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      return Math.max(...(colour.match(/\d+/g) ?? []).map(Number));
    };
    expect(await brightness('dark')).toBeLessThan(60);
    expect(await brightness('light')).toBeGreaterThan(240);
  });

  it('who prints it gets all of the environment and none of the controls', async () => {
    const { page } = await browser.open(html, { hash: '#prod', scheme: 'dark', width: 1046 });
    await page.emulateMediaType('print');
    expect(await page.$eval(`${shownPanel} .toolbar`, (each) => each.checkVisibility())).toBe(false);
    const frames = await page.$$eval(`${shownPanel} .scroll`, (all) =>
      all.map((each) => [each.scrollWidth <= each.clientWidth, getComputedStyle(each).overflow]),
    );
    expect(frames).toEqual([
      [true, 'visible'],
      [true, 'visible'],
    ]);
    const three = accessPage({ environments: [environmentWith('prod', '333344445555', ['one', 'two', 'three'])] });
    const { page: wide } = await browser.open(three, { width: 1046 });
    await wide.emulateMediaType('print');
    expect(await wide.$eval('.scroll', (each) => each.scrollWidth <= each.clientWidth)).toBe(true);
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    expect(Math.max(...(ink.match(/\d+/g) ?? []).map(Number))).toBeLessThan(60);
  });

  it('who wants no motion gets none', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    const animation = () =>
      page.evaluate(
        () => getComputedStyle(document.querySelector('.picture .edge') ?? document.body).transitionDuration,
      );
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
    expect(await animation()).not.toBe('0s');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    expect(await animation()).toBe('0s');
  });

  it('whose browser runs no scripts gets a table', async () => {
    const { page } = await browser.open(html, { scripts: false });
    const told = await page.content();
    expect(told).toContain('<td>portal-prod-web</td>');
    expect(told).toContain('only with the agreed external id');
  });
});

describe('names for those who hear the page', () => {
  const named = async (page: Page, role: string) => {
    const cdp = await page.createCDPSession();
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    return nodes
      .filter((node) => node.role?.value === role)
      .map((node) => [node.name?.value, node.description?.value] as unknown[]);
  };

  it('has the picture, and a description', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    const description =
      '14 principals on the left, 26 resources on the right, 37 lines; the list below tells the same in words.';
    expect(await named(page, 'image')).toEqual([['Who reaches what in prod', description]]);
  });

  it('has the dialog', async () => {
    const { page } = await browser.open(html, { hash: cellHash });
    expect(await named(page, 'dialog')).toEqual([['portal-prod-web → portal-prod/documents/*', undefined]]);
  });

  it('have the frames that scroll, which the keyboard reaches', async () => {
    const { page } = await browser.open(html, { hash: '#prod', width: 320 });
    const frames = await page.$$eval(`${shownPanel} .scroll`, (all) =>
      all.map((each) => [each.ariaLabel, (each as HTMLElement).tabIndex]),
    );
    expect(frames).toEqual([
      ['Matrix of access', 0],
      ['Picture of who reaches what', 0],
    ]);
  });
});

describe('hostile names', () => {
  it('are shown as they are, and run nothing', async () => {
    const { page } = await browser.open(accessPage({ environments: [hostileEnvironment()] }));
    expect(await text(page, '[role=tab]')).toBe('</script><img src=x onerror=hacked()>');
    await page.click('.matrix button');
    await page.waitForSelector('dialog[open]');
    expect(await text(page, 'dialog')).toContain(`hacked()`);
    expect(await page.$('main img, main script, dialog img, [onfocus], [onmouseover]')).toBeNull();
  });
});

describe('the time until the page is there', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => `portal-${String(index).padStart(2, '0')}`);
  it.each([
    ['one workload', ['portal']],
    ['a hundred workloads', hundred],
  ])('is under a second for %s', async (what, workloads) => {
    const large = accessPage({ environments: [environmentWith('prod', '333344445555', workloads)] });
    const { page, milliseconds } = await browser.open(large);
    process.stderr.write(
      `access page, ${what}: ${String(Math.round(large.length / 1000))} kB, opens in ${milliseconds.toFixed(0)} ms\n`,
    );
    expect(milliseconds).toBeLessThan(1000);
    expect(await page.$(`${shownPanel} .matrix button`)).not.toBeNull();
    expect(await page.$(`${shownPanel} .picture path`)).not.toBeNull();
  });
});
