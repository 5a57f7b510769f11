import { addressOf, hashOf } from '../../tools/access/page/browser/address';
import { cellsOf } from '../../tools/access/page/browser/cell';
import { type Filter, filtered, initialFilter } from '../../tools/access/page/browser/filter';
import { decode, type Environment } from '../../tools/access/page/browser/model';
import { encode } from '../../tools/access/page/encode';
import { environmentWith } from './rows-of-room';

function environment(...workloads: string[]): Environment {
  const [decoded] = decode(encode({ environments: [environmentWith('prod', '333344445555', workloads)] })).environments;
  if (decoded === undefined) throw new Error('nothing was decoded');
  return decoded;
}

const portal = environment('portal');
const found = (change: Partial<Filter>) => filtered(portal, { ...initialFilter(portal), ...change });
const search = (query: string) => found({ query });
const principals = (ways: ReturnType<typeof found>) => [...new Set(ways.map(({ principal }) => principal.name))];
const actions = (ways: ReturnType<typeof found>) => [...new Set(ways.flatMap((way) => way.actions))];

describe('a search', () => {
  it('finds everything for nothing', () => {
    expect(search('  ')).toEqual(portal.ways);
  });

  it('finds a principal by a part of its name', () => {
    expect(principals(search('scanner')).sort()).toContain('portal-prod-scanner');
    expect(principals(search('PORTAL-PROD-WEB'))).toContain('portal-prod-web');
  });

  it('finds an action, and narrows what it shows to it', () => {
    expect(actions(search('s3:GetObjectVersion'))).toEqual(['s3:GetObjectVersion']);
  });

  it('finds actions by wildcards', () => {
    expect(actions(search('s3:get*')).sort()).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
    expect(actions(search('iam:????teAccessKey')).sort()).toEqual([
      'iam:CreateAccessKey',
      'iam:DeleteAccessKey',
      'iam:UpdateAccessKey',
    ]);
  });

  it('finds who reaches a file by the ARN of the file', () => {
    const file = ['arn', 'aws', 's3', '', '', 'portal-prod-333344445555-eu-central-1/invoices/2026/1.pdf'].join(':');
    expect(principals(search(`s3:GetObject ${file}`)).sort()).toEqual(['portal-prod-accounting', 'portal-prod-web']);
  });

  it('finds conditions by their words and by their values', () => {
    expect(principals(search('"external id"'))).toEqual(['invoice-collector of account 444455556666']);
    expect(principals(search('7bdcb7ff-c2ec'))).toEqual(['invoice-collector of account 444455556666']);
    expect(principals(search('198.51.100.0/24'))).toEqual(['portal-prod-scanner']);
  });

  it('finds statements by their Sid and their construct', () => {
    expect(actions(search('RotateKey'))).toContain('iam:CreateAccessKey');
    expect(principals(search('prod/portal/accounting/Role/Resource'))).toEqual([
      'invoice-collector of account 444455556666',
    ]);
  });

  it('wants every word', () => {
    expect(search('portal-prod-web s3:PutObject documents')).toHaveLength(1);
    expect(search('portal-prod-accounting s3:PutObject')).toEqual([]);
  });
});

describe('a filter', () => {
  it('leaves the levels that are wanted', () => {
    const ways = found({ levels: new Set(['Permissions management']) });
    expect(principals(ways)).toEqual(['account 333344445555', 'portal-prod-reconciler']);
  });

  it('leaves who stands outside of the account', () => {
    expect(principals(found({ standing: 'outside' }))).toEqual(['invoice-collector of account 444455556666']);
    expect(principals(found({ standing: 'account' }))).toEqual(['account 333344445555']);
  });

  it('leaves what the statements of one stack decide', () => {
    expect(principals(found({ stack: 'prod-Foundation' }))).toEqual([
      'account 333344445555',
      'service cloudtrail',
      'service cloudwatch',
    ]);
  });

  it('begins with everything, or with one stack when there are too many principals for one table', () => {
    expect(initialFilter(portal).stack).toBeUndefined();
    const many = environment(...Array.from({ length: 12 }, (_, index) => `portal-${String(index)}`));
    expect(initialFilter(many).stack).toBe('prod-Foundation');
  });
});

describe('an address', () => {
  it('leads to a cell and back', () => {
    for (const cell of cellsOf(portal.ways)) {
      expect(addressOf(hashOf('prod/a#b', cell))).toEqual({
        tab: 'prod/a#b',
        principal: `${cell.principal.kind}:${cell.principal.id}`,
        resource: cell.resource.arn,
      });
    }
  });

  it('may be cut or foreign', () => {
    expect(addressOf('')).toEqual({});
    expect(addressOf('#prod')).toEqual({ tab: 'prod' });
    expect(addressOf('#prod/role')).toEqual({ tab: 'prod' });
    expect(addressOf('#%E0%A4%A')).toEqual({});
  });
});
