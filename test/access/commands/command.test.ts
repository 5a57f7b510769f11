import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { EnvironmentStage } from '../../../lib/stacks/environment-stage';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import { environments, named } from '../../support/templates';

/** The program as people start it. */

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'strongroom-access-'));
const assembly = join(folder, 'cdk.out');

function access(...words: string[]) {
  const program = ['-r', 'ts-node/register', 'tools/access/index.ts', ...words];
  return spawnSync(process.execPath, program, { cwd: root, encoding: 'utf8' });
}

beforeAll(() => {
  const app = new App({ outdir: assembly });
  const prod = named(environments, 'prod');
  const [workload] = prod.workloads;
  if (workload === undefined) throw new Error('there is no workload');
  const consumers = workload.consumers.filter(({ name }) => name !== 'accounting');
  new EnvironmentStage(app, { ...prod, workloads: [{ ...workload, consumers }] });
  app.synth();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('writes the page, and the same as JSON, with where in the code each statement was made', () => {
  const out = join(folder, 'page');
  const { status, stdout } = access('--environment', 'prod', '--out', out);
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^prod: \d+ rows, \d+ ways\n.*access\.html\n.*access\.json\n$/),
  ]);
  const written = JSON.parse(readFileSync(join(out, 'access.json'), 'utf8')) as {
    readonly environments: readonly { readonly name: string; readonly rows: readonly AccessRow[] }[];
  };
  expect(written.environments.map(({ name }) => name)).toEqual(['prod']);
  const rows = written.environments.flatMap((environment) => environment.rows);
  expect(rows.length).toBeGreaterThan(100);
  for (const { deciding } of rows) {
    for (const { source } of deciding) expect(source).toMatch(/^lib\/[\w/-]+\.ts:\d+$/);
  }
  expect(readFileSync(join(out, 'access.html'), 'utf8')).toContain('portal-prod-web');
}, 120_000);

it('shows what has been gained since another assembly', () => {
  const { status, stdout } = access('--environment', 'prod', '--out', join(folder, 'changed'), '--against', assembly);
  expect(status).toBe(0);
  expect(stdout).toMatch(/gained [1-9]\d*, lost 0 rows since/);
  const { difference } = JSON.parse(readFileSync(join(folder, 'changed/access.json'), 'utf8')) as {
    readonly difference: { readonly gained: readonly { readonly row: AccessRow }[] };
  };
  expect(new Set(difference.gained.map(({ row }) => row.principal.id))).toContain(
    'arn:aws:iam::333344445555:role/portal-prod-accounting',
  );
}, 120_000);

it('answers from an assembly, for people and for programs', () => {
  const words = ['who-can', 's3:GetObject', 'documents', '--assembly', assembly];
  expect(access(...words).stdout).toContain('allowed by the identity policy: ReadFiles in prod/portal/web/');
  const rows = JSON.parse(access(...words, '--json').stdout) as AccessRow[];
  expect(rows.map(({ action }) => action)).toEqual(['s3:GetObject']);
  expect(access('can', 'scanner', '--assembly', assembly).stdout).toContain('s3:PutObject');
  expect(access('table', '--assembly', assembly).stdout).toMatch(/\nprod\nWHO +MAY/);
}, 120_000);

it('says that nobody can', () => {
  const { status, stdout } = access('who-can', 's3:DeleteObjectVersion', '--assembly', assembly);
  expect([status, stdout]).toEqual([0, 'Nobody can.\n']);
}, 120_000);

it.each([
  [['who-can', 's3:GetObjekt', '--assembly', assembly], 'there is no action s3:GetObjekt'],
  [['can', 'nobody', '--assembly', assembly], 'there is no principal called nobody'],
  [['table', '--assembly', folder], 'manifest.json does not exist'],
  [
    ['table', '--assembly', assembly, '--environment', 'production'],
    "there is no environment 'production'; choose one of prod",
  ],
  [['table', '--application', 'none'], "there is no example 'none'"],
])(
  'ends with a message alone when asked %j',
  (words, message) => {
    const { status, stdout, stderr } = access(...words);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  },
  120_000,
);

it('is what npm run access starts', () => {
  const help = execFileSync('npm', ['run', '--silent', 'access', '--', '--help'], { cwd: root, encoding: 'utf8' });
  expect(help).toContain('who can do what, from the templates alone');
}, 120_000);
