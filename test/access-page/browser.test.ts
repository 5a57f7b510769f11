import { browserOfTests } from '../support/browser';
import { focused, hash, isOpen, shownPanel, text, texts } from './looks';
import { cellHash, html, widened } from './pages';

jest.setTimeout(60_000);

const browser = browserOfTests();

describe('the browser of these tests', () => {
  it('notices whatever a page asks for, and whatever goes wrong in it', async () => {
    await browser.open('<img src="https://example.com/a.png"><script>console.error("oh"); missing();</script>');
    const troubles = await browser.closePages();
    expect(troubles).toContain('request: https://example.com/a.png');
    expect(troubles).toContain('console: oh');
    expect(troubles.join()).toContain('missing is not defined');
  });
});

describe('tabs', () => {
  it('show one environment at a time, the first at first', async () => {
    const { page } = await browser.open(html);
    expect(await texts(page, '[role=tab]')).toEqual(['dev', 'staging', 'prod']);
    expect(await texts(page, `${shownPanel} h2`)).toEqual(['dev account 111122223333, eu-central-1']);
  });

  it('are operated by the keyboard', async () => {
    const { page } = await browser.open(html);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('dev');
    for (const [key, shown] of [
      ['ArrowRight', 'staging'],
      ['End', 'prod'],
      ['ArrowRight', 'dev'],
      ['ArrowLeft', 'prod'],
      ['Home', 'dev'],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focused(page)).toBe(shown);
      expect(await texts(page, '[role=tab][aria-selected=true]')).toEqual([shown]);
      expect(await text(page, `${shownPanel} h2`)).toContain(`${shown} account`);
    }
  });

  it('are part of the address', async () => {
    const { page } = await browser.open(html);
    await page.click('[role=tab]:nth-child(2)');
    expect(await hash(page)).toBe('#staging');
  });
});

describe('a cell', () => {
  it('opens and closes by the keyboard, and gives the focus back', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    await page.focus(`${shownPanel} .matrix button`);
    await page.keyboard.press('ArrowDown');
    const cell = await focused(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    expect(await focused(page)).toBe('Close');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await focused(page)).toBe(cell);

    await page.keyboard.press('Space');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Enter');
    expect(await isOpen(page)).toBe(false);
    expect(await focused(page)).toBe(cell);
  });

  it('opens again for somebody who is faster than the page', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    const opened = await page.evaluate(async () => {
      const [panel, dialog] = [
        document.querySelector('[role=tabpanel]:not([hidden])'),
        document.querySelector('dialog'),
      ];
      const button = panel?.querySelector<HTMLElement>('.matrix button');
      const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
      button?.click();
      await pause();
      dialog?.close();
      button?.click();
      await pause();
      return [dialog?.open, location.hash.split('/').length];
    });
    expect(opened).toEqual([true, 3]);
  });

  it('is reached by arrow keys, as the matrix is one stop of the Tab key', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    const stops = await page.$$eval(
      `${shownPanel} .matrix button`,
      (all) => all.filter((each) => each.tabIndex === 0).length,
    );
    expect(stops).toBe(1);
    await page.focus(`${shownPanel} .matrix button`);
    const first = await focused(page);
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).not.toBe(first);
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe(first);
    await page.keyboard.press('End');
    expect(await focused(page)).not.toBe(first);
    await page.keyboard.press('Home');
    expect(await focused(page)).toBe(first);
  });

  it('tells actions, conditions in words, statements, and where they were made', async () => {
    const { page } = await browser.open(html, { hash: cellHash });
    const told = await text(page, 'dialog[open]');
    for (const part of [
      'portal-prod-web → portal-prod/documents/*',
      's3:DeleteObject',
      'only over TLS 1.2 or newer',
      'not with a signature older than 15 minutes (900000 ms)',
      'Allows DeleteFiles in the policy of who acts',
      'Limits DenyOldTls in the policy of the resource',
      'prod/portal/web/Access/Policy/Resource',
      'lib/constructs/consumer-policies.ts:27',
    ])
      expect(told).toContain(part);
  });

  it('is told by its level in words to those who do not see its colour', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    const names = await page.$$eval(`${shownPanel} .matrix .cell .unseen`, (all) =>
      all.map((each) => each.textContent),
    );
    expect(names).toContain('Read and Write: portal-prod-web on portal-prod/documents/*');
  });

  it('is opened by its address, and leaves the focus on itself when closed', async () => {
    const { page } = await browser.open(html, { hash: cellHash });
    expect(await isOpen(page)).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.hash === '#prod');
    expect(await focused(page)).toContain('portal-prod-web on portal-prod/documents/*');
  });

  it('has an address of its own, from the matrix and from the list', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    await page.click(`${shownPanel} .card a[title="${widened.resource}"]`);
    await page.waitForSelector('dialog[open]');
    expect(await hash(page)).toBe(cellHash);
    await page.goBack();
    expect(await isOpen(page)).toBe(false);
  });

  it('that is gone is said to be gone', async () => {
    const { page } = await browser.open(html, { hash: `${cellHash}gone` });
    expect(await isOpen(page)).toBe(false);
    expect(await text(page, '[role=alert]')).toBe('This link leads to access that this page does not have.');
  });
});

describe('search and filters', () => {
  it('show what fits, and say how much', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    await page.type(`${shownPanel} input[type=search]`, 's3:Get* accounting');
    await page.waitForFunction(
      (panel) => document.querySelector(`${panel} .matrix`)?.querySelectorAll('button').length === 1,
      {},
      shownPanel,
    );
    expect(await texts(page, `${shownPanel} .card h4`)).toEqual(['portal-prod-accounting']);
    expect(await text(page, `${shownPanel} [role=status]`)).toBe('2 rows of access: 1 principal, 1 resource.');
    await page.click(`${shownPanel} button[type=reset]`);
    expect(await text(page, `${shownPanel} [role=status]`)).toBe('85 rows of access: 14 principals, 26 resources.');
  });

  it('say when nothing fits', async () => {
    const { page } = await browser.open(html);
    await page.type(`${shownPanel} input[type=search]`, 'nobody-of-this-name');
    await page.waitForFunction(
      (panel) => document.querySelector(`${panel} [role=status]`)?.textContent === 'Nothing fits.',
      {},
      shownPanel,
    );
    expect(await page.$(`${shownPanel} .matrix`)).toBeNull();
  });

  it('leave a level out, and those inside of the account', async () => {
    const { page } = await browser.open(html, { hash: '#prod' });
    await page.click(`${shownPanel} input[value="Permissions management"]`);
    expect(await page.$(`${shownPanel} .matrix .level-permissions`)).toBeNull();
    await page.select(`${shownPanel} select`, 'outside');
    expect(await texts(page, `${shownPanel} .card h4`)).toEqual(['invoice-collector of account 444455556666']);
  });
});
