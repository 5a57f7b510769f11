import { QuestionError } from '../../../tools/access/commands/question-error';
import { whatCan, whoCan } from '../../../tools/access/commands/questions';
import { accessTable, wayInFull } from '../../../tools/access/commands/words-of-ways';
import { waysOf } from '../../../tools/access/commands/ways';
import { resourceNames } from '../../../tools/access/page/resource-names';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import { accessRows } from '../../../tools/access/rows/access-rows';
import { principalName } from '../../../tools/access/rows/words';
import { environments, named, synth } from '../../support/templates';

const prod = named(environments, 'prod');
const bucket = 'arn:aws:s3:::portal-prod-333344445555-eu-central-1';
let rows: readonly AccessRow[];

beforeAll(async () => {
  rows = await accessRows({ ...prod, stacks: synth(prod) });
});

function names(found: readonly AccessRow[]): string[] {
  return [...new Set(found.map(({ principal }) => principalName(principal)))].sort();
}

describe('who can', () => {
  it('read a file, by its ARN', async () => {
    expect(names(await whoCan(rows, 's3:GetObject', `${bucket}/invoices/7.pdf`))).toEqual([
      'portal-prod-accounting',
      'portal-prod-web',
    ]);
    expect(names(await whoCan(rows, 's3:GetObject', `${bucket}/scans/7.pdf`))).toEqual(['portal-prod-web']);
    expect(await whoCan(rows, 's3:GetObject', `${bucket}/elsewhere/7.pdf`)).toEqual([]);
  });

  it('do something to what people know by a part of its name', async () => {
    expect(names(await whoCan(rows, 's3:PutObject', 'SCANS'))).toEqual(['portal-prod-scanner']);
    expect(names(await whoCan(rows, 'secretsmanager:GetSecretValue', 'portal/prod/database'))).toEqual([
      'portal-prod-web',
    ]);
  });

  it('do any of several actions, whatever their case', async () => {
    const found = await whoCan(rows, 'S3:put*', bucket.replace('arn:aws:s3:::', ''));
    expect(new Set(found.map(({ action }) => action))).toEqual(new Set(['s3:PutObject']));
  });

  it('do something to whatever it is done to', async () => {
    expect(names(await whoCan(rows, 'sts:AssumeRole'))).toContain('invoice-collector of account 444455556666');
  });

  it('is refused for an action that AWS does not have: the empty answer would be taken for safety', async () => {
    await expect(whoCan(rows, 's3:GetObjects')).rejects.toThrow(QuestionError);
    await expect(whoCan(rows, 's3:GetObjects')).rejects.toThrow(
      /^there is no action s3:GetObjects; there is s3:GetObject, /,
    );
  });

  it('is refused for a resource that nothing is called', async () => {
    await expect(whoCan(rows, 's3:GetObject', 'invoises')).rejects.toThrow('there is no resource called invoises');
  });
});

describe('what can', () => {
  it.each(['web', 'portal-prod-web', 'Portal-Prod-Web', 'arn:aws:iam::333344445555:role/portal-prod-web'])(
    '%s do',
    (name) => {
      const found = whatCan(rows, name);
      expect(names(found)).toEqual(['portal-prod-web']);
      expect(found).toEqual(rows.filter(({ principal }) => principal.id.endsWith('/portal-prod-web')));
    },
  );

  it('a service and an account do', () => {
    expect(names(whatCan(rows, 'cloudtrail'))).toEqual(['service cloudtrail']);
    expect(names(whatCan(rows, '333344445555'))).toEqual(['account 333344445555']);
  });

  it('is refused for nobody, and for a name that two have', () => {
    expect(() => whatCan(rows, 'webb')).toThrow('there is no principal called webb; there is ');
    const twin = rows.map((row) => ({
      ...row,
      principal: { ...row.principal, id: row.principal.id.replace('role/', 'role/twin/') },
    }));
    expect(() => whatCan([...rows, ...twin], 'web')).toThrow('there is no single principal called web');
  });

  it('the same one do in each environment', () => {
    const elsewhere = rows.map((row) => ({
      ...row,
      environment: 'dev',
      principal: { ...row.principal, id: row.principal.id.replace('-prod-', '-dev-') },
    }));
    expect(names(whatCan([...rows, ...elsewhere], 'web'))).toEqual(['portal-dev-web', 'portal-prod-web']);
  });
});

describe('a way', () => {
  it('joins what differs by its action alone, and nothing else', () => {
    const ways = waysOf(rows);
    expect(ways.flatMap(({ actions }) => actions)).toHaveLength(rows.length);
    expect(ways.length).toBeLessThan(rows.length);
    const [read] = waysOf(
      whatCan(rows, 'web').filter(({ resource }) => resource.includes('secret:portal/prod/database')),
    );
    expect(read?.actions).toEqual(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
  });

  it('is told with its conditions, its statements and where they were made', async () => {
    const found = await whoCan(rows, 's3:GetObject', `${bucket}/documents/7.pdf`);
    const [way] = waysOf(found);
    if (way === undefined) throw new Error('nobody can');
    const text = wayInFull(way, resourceNames(rows)).join('\n');
    expect(text).toContain('portal-prod-web (arn:aws:iam::333344445555:role/portal-prod-web): s3:GetObject');
    expect(text).toContain(`on    portal-prod/documents/* (${bucket}/documents/*)`);
    expect(text).toContain('only over TLS 1.2 or newer');
    expect(text).toMatch(/why {3}allowed by the identity policy: ReadFiles in prod\/portal\/web\//);
    expect(text).toContain('within the boundary: AtMostFiles in prod/portal/Boundary/');
    expect(text).toContain('limited at the resource by DenyInsecureTransport');
  });
});

it('prints all access as a table with one line for each way, in letters that it explains', () => {
  const table = accessTable(rows);
  expect(table[0]).toMatch(/^WHO +MAY +WHAT +WHEN$/);
  expect(table.at(-1)).toBe('L List, R Read, T Tagging, W Write, P Permissions management');
  expect(table.some((line) => /^portal-prod-accounting +R +portal-prod\/invoices\/\* +only over TLS/.test(line))).toBe(
    true,
  );
  for (const { principal } of rows) expect(table.some((line) => line.startsWith(principalName(principal)))).toBe(true);
});
