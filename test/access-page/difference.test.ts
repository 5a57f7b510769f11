import type { Page } from 'puppeteer-core';

import { pageDifference } from '../../tools/access/commands/page-difference';
import { accessPage } from '../../tools/access/page/access-page';
import type { AccessRow } from '../../tools/access/rows/access-row';
import { differenceOf } from '../../tools/access/rows/difference';
import { browserOfTests } from '../support/browser';
import { shownPanel, text, texts } from './looks';
import { difference, prod, withDifference } from './pages';

jest.setTimeout(60_000);

const browser = browserOfTests();

describe('the difference', () => {
  it('is shown first, in words and signs', async () => {
    const { page } = await browser.open(withDifference);
    expect(await texts(page, '[role=tab][aria-selected=true]')).toEqual(['Difference']);
    const told = await text(page, shownPanel);
    expect(told).toContain('From main to this pull request: 2 rows gained, 3 rows lost, 2 rows changed.');
    expect(await texts(page, '.change.gained .sign')).toEqual(['+', '+']);
    expect((await text(page, '.change.gained')).replaceAll(/\s+/g, ' ')).toContain(
      'may now Write on strongroom-trail-prod/AWSLogs/333344445555/*: s3:PutObject',
    );
    expect((await text(page, '.change.lost')).replaceAll(/\s+/g, ' ')).toContain(
      'may no longer Write on portal-prod-scanner: iam:CreateAccessKey iam:DeleteAccessKey',
    );
    expect(await text(page, '.change.lost .when')).toBe('until now: always');
    const changed = await text(page, '.change.wider');
    expect(changed).toContain('may now in more cases');
    expect(changed).toMatch(
      /Before\s+only over TLS 1.2 or newer; not with a signature older than 15 minutes \(900000 ms\)\s+Now\s+always/,
    );
  });

  it('tells what became narrower from what became wider', async () => {
    const { page } = await browser.open(withDifference);
    expect(await texts(page, '.change.changed .sign')).toEqual(['~', '~']);
    expect(await text(page, '.change.narrower')).toMatch(
      /may now in fewer cases only Read[^]*Before\s+always\s+Now\s+only over TLS/,
    );
  });

  it('tells why', async () => {
    const { page } = await browser.open(withDifference);
    await page.click('.change.gained .why summary');
    expect(await text(page, '.change.gained .why')).toContain('Allows WriteTrail in the policy of the resource');
  });

  it('may be none', async () => {
    const none = accessPage({ environments: [prod], difference: { ...difference, gained: [], lost: [], changed: [] } });
    const { page } = await browser.open(none);
    expect(await text(page, shownPanel)).toContain('Nobody gains or loses anything from main to this pull request.');
  });
});

describe('an example', () => {
  const example = async (page: Page, change: string) =>
    (await texts(page, `.change.${change} .example`)).map((each) => each.replaceAll(/\s+/g, ' '));

  it('shows what is gained by a request that is allowed now and was not before', async () => {
    const { page } = await browser.open(withDifference);
    expect(await example(page, 'gained')).toEqual([
      'Allowed now, not before: service cloudtrail with s3:PutObject on arn:aws:s3:::strongroom-trail-prod-333344445555-eu-central-1/AWSLogs/333344445555/, on behalf of arn:aws:cloudtrail:eu-central-1:333344445555:trail/strongroom-prod, with the access list bucket-owner-full-control … and 2 more',
      'Allowed now, not before: invoice-collector of account 444455556666 with sts:AssumeRole on arn:aws:iam::333344445555:role/portal-prod-accounting, for a session of 60 minutes, with the external id 7bdcb7ff-c2ec-4e04-b5a1-4b9e2f16f82a.',
    ]);
  });

  it('unfolds what makes it long', async () => {
    const { page } = await browser.open(withDifference);
    expect(await page.$eval('.change.gained .example li', (each) => each.checkVisibility())).toBe(false);
    await page.focus('.change.gained .example summary');
    await page.keyboard.press('Enter');
    expect(await texts(page, '.change.gained .example li')).toEqual(['over TLS', 'where s3:TlsVersion is 1.2']);
  });

  it('shows what is wider by that which was refused, said first', async () => {
    const { page } = await browser.open(withDifference);
    expect(await example(page, 'wider')).toEqual([
      'Allowed now, not before: portal-prod-web with s3:DeleteObject on arn:aws:s3:::portal-prod-333344445555-eu-central-1/documents/, without TLS, where s3:TlsVersion is 1.2, where s3:signatureAge is 900000.',
    ]);
  });

  it('shows what is lost, or narrower, by a request that was allowed before', async () => {
    const { page } = await browser.open(withDifference);
    const [first, ...others] = await example(page, 'lost');
    expect(first).toBe(
      'Allowed before, no longer: portal-prod-rotate-scanner-key with iam:CreateAccessKey on arn:aws:iam::333344445555:user/rotated/prod/portal/portal-prod-scanner.',
    );
    expect(others).toHaveLength(1);
    const narrower = await example(page, 'narrower');
    expect(narrower).toHaveLength(1);
    expect(narrower[0]).toMatch(/^Allowed before, no longer: portal-prod-web with s3:GetObject on .*, without TLS,/);
  });
});

describe('what no condition says', () => {
  const [longer] = difference.gained.filter(({ row }) => row.action === 'sts:AssumeRole').map(({ row }) => row);
  if (longer === undefined) throw new Error('nobody gains a role');
  const shorter = { ...longer, maximumSessionSeconds: 1800 };
  const shown = (base: AccessRow, head: AccessRow) =>
    accessPage({
      environments: [{ ...prod, rows: [head] }],
      difference: pageDifference(differenceOf([base], [head]), { base: 'main', head: 'now' }),
    });

  it('is told, as a longer session', async () => {
    const { page } = await browser.open(shown(shorter, longer));
    const told = await text(page, '.change.wider');
    expect(told).toMatch(/Before[^]*for a session of 30 minutes at most[^]*Now[^]*for a session of 60 minutes at most/);
    expect(told).toContain('Allowed now, not before:');
    expect(told).toContain(', for a session of 60 minutes, ');
    const { page: narrower } = await browser.open(shown(longer, shorter));
    expect(await text(narrower, '.change.narrower .example')).toMatch(
      /^Allowed before, no longer.*session of 60 minutes/,
    );
  });

  it('is told, as what must allow it elsewhere', async () => {
    const { page } = await browser.open(shown({ ...longer, alsoNeeds: 'identity policy' }, longer));
    expect(await text(page, '.change.wider .turn')).toContain('as far as the identity policy elsewhere allows it');
  });

  it('is that nobody knows a request, where conditions are too many', async () => {
    const [some] = difference.gained;
    const gained = some === undefined ? [] : [{ row: some.row }];
    const { page } = await browser.open(accessPage({ environments: [prod], difference: { ...difference, gained } }));
    expect(await texts(page, '.change.gained .example')).toEqual([
      'Allowed now, not before: the conditions are too many to show a case.',
    ]);
  });

  it('tells both sides of what holds in other cases', async () => {
    const from = (range: string) => ({
      ...longer,
      conditions: { operator: 'IpAddress', key: 'aws:SourceIp', values: [range] },
    });
    const { page } = await browser.open(shown(from('198.51.100.0/24'), from('203.0.113.0/24')));
    const told = (await texts(page, '.change.other .example')).map((each) => each.replace(/ with .*minutes/, ''));
    expect(told).toEqual([
      'Allowed now, not before: invoice-collector of account 444455556666, from 203.0.113.0.',
      'Allowed before, no longer: invoice-collector of account 444455556666, from 198.51.100.0.',
    ]);
  });
});
