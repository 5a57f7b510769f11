import type { Page } from 'puppeteer-core';

import { accessPage } from '../../tools/access/page/access-page';
import type { PageEnvironment } from '../../tools/access/page/page-input';
import type { AccessRow } from '../../tools/access/rows/access-row';
import { browserOfTests } from '../support/browser';
import { focused, hash, isOpen, shownPanel, text, texts } from './looks';
import { placeHash, widened, withDifference } from './pages';
import { environmentWith } from './rows-of-room';

jest.setTimeout(60_000);

const browser = browserOfTests();

const links = '.change .place a';
const cell = 'portal-prod-web on portal-prod/documents/*';
const marked = (page: Page) => texts(page, `${shownPanel} [aria-current]`);
const told = (page: Page) => text(page, `${shownPanel} [role=status]`);
const heard = (page: Page) =>
  page.waitForFunction(
    (panel) => document.querySelector(`${panel} [role=status]`)?.textContent.includes('the cell of this link') === true,
    {},
    shownPanel,
  );
/** Clicks in the page change its address; its own events follow a moment later. */
const arrived = (page: Page) =>
  page.waitForFunction((panel) => document.querySelector(`${panel} .matrix`) !== null, {}, shownPanel);
const addressOf = (row: AccessRow) =>
  `#${[row.environment, `${row.principal.kind}:${row.principal.id}`, row.resource].map(encodeURIComponent).join('/')}/table`;
/** The page has no other way to be told of an address than the address itself. */
const goTo = async (page: Page, address: string) => {
  await page.evaluate((wanted) => (location.hash = wanted), address);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
};

describe('a link of the difference', () => {
  it('leads by the keyboard to its cell, which gets the focus and a mark; and back to the link', async () => {
    const { page } = await browser.open(withDifference);
    const all = await page.$$(links);
    expect(all).toHaveLength(5);
    for (const link of all) {
      const name = await link.evaluate((each) => each.textContent);
      await link.focus();
      await page.keyboard.press('Enter');
      await arrived(page);
      const [, where = ''] = name.split('prod: ');
      expect(where).not.toBe('');
      expect(await focused(page)).toContain(where);
      expect(await page.evaluate(() => document.activeElement?.matches('.matrix button[aria-current=true]'))).toBe(
        true,
      );
      expect(await marked(page)).toHaveLength(1);
      await page.goBack();
      await page.waitForSelector('.change', { visible: true });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    }
  });

  it('has a name that tells where it leads', async () => {
    const { page } = await browser.open(withDifference);
    const cdp = await page.createCDPSession();
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    const names = nodes.filter((node) => node.role?.value === 'link').map((node) => String(node.name?.value));
    expect(names).toContain(`Show in the table of prod: ${cell}`);
    expect(names).toContain(
      'Show what remains in the table of prod: portal-prod-rotate-scanner-key on portal-prod-scanner',
    );
    expect(names).toHaveLength(5);
  });

  it('is not there for what is lost altogether', async () => {
    const { page } = await browser.open(withDifference);
    const gone = await page.$$eval('.change.lost', (all) =>
      all.filter((each) => each.querySelector('a') === null).map((each) => (each as HTMLElement).innerText),
    );
    expect(gone).toHaveLength(1);
    expect(gone[0]).toContain('iam:PutUserPolicy');
    expect(gone[0]).toContain('The table has nothing of this principal and resource any more.');
  });
});

describe('the cell of a link', () => {
  it.each([
    [320, 480],
    [1440, 900],
  ])('is seen, under no name that stays when the table scrolls, on %i by %i pixels', async (width, height) => {
    const { page } = await browser.open(withDifference, { width, height });
    const all = await page.$$eval(links, (each) => each.map((link) => link.getAttribute('href') ?? ''));
    expect(all).toHaveLength(5);
    // Forth and back, so that the table scrolls in every direction.
    for (const address of [...all, ...all.toReversed()]) {
      await goTo(page, address);
      const isSeen = await page.evaluate(() => {
        const {
          left,
          top,
          width: wide,
          height: high,
        } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
        const seen = document.elementFromPoint(left + wide / 2, top + high / 2);
        return document.activeElement?.contains(seen);
      });
      expect([address, isSeen]).toEqual([address, true]);
    }
  });

  it('is marked for those who see it, beside its focus', async () => {
    const { page } = await browser.open(withDifference, { hash: placeHash });
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).not.toContain(cell);
    const [own = '', other = ''] = await page.$$eval(
      `${shownPanel} .matrix button[aria-current], ${shownPanel} .matrix button:not([aria-current], :focus)`,
      (all) =>
        all.sort((one) => (one.ariaCurrent === null ? 1 : -1)).map((each) => getComputedStyle(each).outlineStyle),
    );
    expect([own, other]).toEqual(['solid', 'none']);
  });

  it('stays marked, and alone, whatever is searched and wherever the next link leads', async () => {
    const { page } = await browser.open(withDifference, { hash: placeHash });
    await page.click(`${shownPanel} input[value="List"]`);
    expect(await marked(page)).toEqual([expect.stringContaining(cell)]);
    await page.click(`${shownPanel} input[value="List"]`);
    await goTo(page, placeHash.replace('documents', 'invoices'));
    expect(await marked(page)).toEqual([expect.stringContaining('portal-prod-web on portal-prod/invoices/*')]);
  });

  it('opens, and is there again when somebody goes back', async () => {
    const { page } = await browser.open(withDifference, { hash: placeHash });
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('dialog')?.open === false);
    expect(await focused(page)).toContain(cell);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await hash(page)).toBe(placeHash);
  });

  it('that is gone is said to be gone', async () => {
    const { page } = await browser.open(withDifference, { hash: placeHash.replace('documents', 'nothing') });
    expect(await text(page, '[role=alert]')).toBe('This link leads to access that this page does not have.');
    expect(await marked(page)).toEqual([]);
  });

  it('is that of its own environment, where another has one of the same name', async () => {
    const same = { ...widened, principal: { kind: 'service', id: 'backup.amazonaws.com' }, resource: '*' } as const;
    const environments = ['one', 'two'].map((name): PageEnvironment => {
      const { rows, ...rest } = environmentWith(name, '333344445555', ['portal']);
      return { ...rest, rows: [...rows, { ...same, environment: name }] };
    });
    const { page } = await browser.open(accessPage({ environments }), { hash: '#two' });
    for (const environment of ['one', 'two', 'one']) {
      await goTo(page, addressOf({ ...same, environment }));
      expect(await text(page, `${shownPanel} .matrix button:focus`)).toContain('service backup on anything');
      expect(await texts(page, '[role=tab][aria-selected=true]')).toEqual([environment]);
    }
  });
});

describe('search and filters', () => {
  const search = `${shownPanel} input[type=search]`;

  it('that hide the cell of a link are lifted, which is told', async () => {
    const { page } = await browser.open(withDifference, { hash: '#prod' });
    await page.type(search, 'accounting');
    await page.click(`${shownPanel} input[value="Write"]`);
    await page.select(`${shownPanel} select`, 'outside');
    expect(await told(page)).toBe('Nothing fits.');
    await goTo(page, placeHash);
    expect(await focused(page)).toContain(cell);
    await heard(page);
    expect(await told(page)).toMatch(
      /^82 rows of access.* Search and filters hid the cell of this link, and are lifted\.$/,
    );
    expect(await page.$eval(search, (each) => each.value)).toBe('');
    expect(await page.$eval(`${shownPanel} select`, (each) => each.value)).toBe('everybody');
    expect(await page.$$eval(`${shownPanel} input[type=checkbox]:checked`, (all) => all.length)).toBe(5);
  });

  it('tell of it only when the panel has been seen for a while: what comes with it is not heard', async () => {
    const { page } = await browser.open(withDifference, { hash: '#prod' });
    await page.select(`${shownPanel} select`, 'outside');
    // In one go, because the time that it takes to ask a browser is about as long as the while.
    const [atOnce, afterAnotherFilter] = await page.evaluate(
      async (panel, wanted) => {
        const status = () => document.querySelector(`${panel} [role=status]`)?.textContent;
        const shown = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
        location.hash = wanted;
        await shown;
        const first = status();
        document.querySelector<HTMLElement>(`${panel} input[value="List"]`)?.click();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return [first, status()];
      },
      shownPanel,
      placeHash,
    );
    expect(atOnce).toMatch(/^82 rows of access: 14 principals, 26 resources\.$/);
    expect(afterAnotherFilter).toMatch(/^\d+ rows of access: \d+ principals, \d+ resources\.$/);
  });

  it('that do not hide it stay as they are', async () => {
    const { page } = await browser.open(withDifference, { hash: '#prod' });
    await page.select(`${shownPanel} select`, 'room');
    await goTo(page, placeHash);
    expect(await focused(page)).toContain(cell);
    expect(await page.$eval(`${shownPanel} select`, (each) => each.value)).toBe('room');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(await told(page)).not.toContain('this link');
  });

  it('take the focus from no cell by what was typed just before', async () => {
    const { page } = await browser.open(withDifference, { hash: '#prod' });
    await page.select(`${shownPanel} select`, 'outside');
    await page.evaluate(
      async (input, wanted) => {
        const field = document.querySelector<HTMLInputElement>(input);
        if (field === null) throw new Error('no search');
        field.value = 'accounting';
        field.dispatchEvent(new Event('input'));
        location.hash = wanted;
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
      search,
      placeHash,
    );
    expect(await focused(page)).toContain(cell);
  });
});

describe('in a large environment', () => {
  const around = environmentWith('prod', '333344445555', []);
  const page = (rows: readonly AccessRow[]) => accessPage({ environments: [{ ...around, rows }] });
  const [statement] = widened.deciding;
  /** Each somebody may do something else: as many cells as their square. */
  const many = Array.from({ length: 100 }, (_, index): AccessRow => {
    const own = { ...widened, resource: `arn:aws:s3:::many-${String(index)}/*` };
    return { ...own, principal: { kind: 'service', id: `service-${String(index)}.amazonaws.com` } };
  });

  it('the part is chosen in which the cell stands', async () => {
    const inPart = (rows: readonly AccessRow[], stack: string) =>
      rows.map((row) => ({ ...row, deciding: statement === undefined ? [] : [{ ...statement, stack }] }));
    const { page: shown } = await browser.open(page([...inPart(many, 'first'), ...inPart([widened], 'second')]));
    await goTo(shown, addressOf(widened));
    expect(await focused(shown)).toContain(cell);
    await heard(shown);
    expect(await told(shown)).toMatch(/in second.*hid the cell of this link, and are set to show it\.$/);
    expect(await texts(shown, `${shownPanel} .card h4`)).toEqual(['portal-prod-web']);
    expect(await shown.$eval(`${shownPanel} select[id$=stack]`, (each) => each.value)).toBe('second');
  });

  it('the cell is searched for where its part is too large as well', async () => {
    const { page: shown } = await browser.open(page([...many, widened]));
    expect(await shown.$('.matrix')).toBeNull();
    await goTo(shown, addressOf(widened));
    expect(await focused(shown)).toContain(cell);
    await heard(shown);
    expect(await told(shown)).toContain('are set to show it');
  });

  it('the cell opens where no table can show it', async () => {
    const everything: AccessRow = { ...widened, principal: { kind: 'anyone', id: '*' }, resource: '*' };
    const { page: shown } = await browser.open(page([...many, everything]));
    await goTo(shown, addressOf(everything));
    expect(await isOpen(shown)).toBe(true);
    expect(await text(shown, 'dialog h2')).toBe('anyone → anything');
  });
});
