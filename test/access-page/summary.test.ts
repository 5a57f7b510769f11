import { summaryOf } from '../../tools/access/page/summary';
import { environmentWith } from './rows-of-room';

const account = '333344445555';
const { rows } = environmentWith('prod', account, ['portal']);
const [first] = rows;
if (first === undefined) throw new Error('the fixture has no rows');
const texts = (given: typeof rows, tone?: string) =>
  summaryOf({ rows: given, account }).flatMap((finding) =>
    tone === undefined || finding.tone === tone ? [finding.text] : [],
  );

describe('the summary of an environment', () => {
  it('counts who may do something, by kind', () => {
    expect(texts(rows)[0]).toBe(
      '14 principals may do something to 26 resources: 6 roles of the room, 1 user of the room, 1 role or user made elsewhere, 1 account as a whole and 5 AWS services.',
    );
  });

  it('names who may do the most', () => {
    expect(texts(rows)).toContain(
      'The most powerful may change permissions: account 333344445555 (keys) and portal-prod-reconciler (roles and users).',
    );
    const harmless = rows.filter(({ level }) => level === 'List' || level === 'Read');
    expect(texts(harmless).join()).toContain('The most powerful may go as far as Read: ');
  });

  it('names who reads and writes files and secrets', () => {
    expect(texts(rows)).toContain(
      'Secrets are read by portal-prod-web and portal-prod-rotate-scanner-key; written by portal-prod-rotate-scanner-key.',
    );
    const reading = rows.filter(({ action }) => action === 's3:GetObject');
    expect(texts(reading)).toContain(
      'Files are read by portal-prod-web and portal-prod-accounting; written by nobody.',
    );
  });

  it('tells what is bound to no resource', () => {
    expect(texts(rows)).toContain('Not bound to one resource: portal-prod-reconciler (iam:GetAccessKeyLastUsed).');
  });

  it('tells what is open to another account, and when', () => {
    expect(texts(rows, 'open')).toEqual([
      'Open to the outside: invoice-collector of account 444455556666 may sts:AssumeRole on portal-prod-accounting (Write), only with the agreed external id.',
    ]);
    expect(texts(rows)).toContain('Nothing is open to anyone.');
  });

  it('tells the same on many resources in one sentence', () => {
    const { rows: three } = environmentWith('prod', account, ['one', 'two', 'three']);
    expect(texts(three, 'open')).toEqual([
      'Open to the outside: invoice-collector of account 444455556666 may sts:AssumeRole on one-prod-accounting, two-prod-accounting and three-prod-accounting (Write), only with the agreed external id.',
    ]);
  });

  it('says so when nothing is open', () => {
    const inside = rows.filter(({ principal }) => principal.kind !== 'foreign');
    expect(texts(inside)).toContain('Nobody outside of the account reaches anything.');
  });

  it('begins with what is open to anyone', () => {
    const open = { ...first, principal: { kind: 'anyone', id: '*' } as const, action: 's3:GetObject' };
    expect(summaryOf({ rows: [...rows, open], account })[0]).toMatchObject({ tone: 'anyone' });
    expect(texts([...rows, open])).not.toContain('Nothing is open to anyone.');
  });

  it('counts what would be too much to read', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...first,
      principal: { kind: 'account', id: String(100_000_000_000 + index) } as const,
    }));
    expect(texts(many, 'open')).toHaveLength(13);
    expect(texts(many, 'open').at(-1)).toBe('And 28 more ways: filter by “outside of the account”.');
  });

  it('says that an empty environment is empty', () => {
    expect(texts([])).toEqual(['Nobody may do anything.']);
  });
});
