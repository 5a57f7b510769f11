import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'customer-template-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program as npm does, with CloudFormation's own rules switched on and no context of a cdk.json. */
function run(...words: string[]) {
  const { CDK_CONTEXT_JSON: _context, CDK_VALIDATION: _validation, ...environment } = process.env;
  const program = ['-r', 'ts-node/register', 'tools/customer-template/index.ts', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('writes a template that CloudFormation’s own rules and the rule packs accept, and says where and how to deploy it', () => {
  const words = ['--environment', 'production', '--application', 'cross-account-reader', '--out', folder];
  const { status, stdout, stderr } = run(...words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(folder)).toEqual([
    'reader-production-northwind.template.json',
    'reader-production-southwind.template.json',
  ]);
  for (const file of readdirSync(folder)) {
    expect(stdout).toContain(join(folder, file));
    expect(stdout).toContain(`aws cloudformation deploy --template-file ${file}`);
    expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toHaveProperty('Resources.Role');
  }
  expect(stdout).toContain('--capabilities CAPABILITY_NAMED_IAM');
}, 60_000);

it('refuses what does not exist in one sentence', () => {
  const { status, stdout, stderr } = run('--environment', 'nowhere');
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: "there is no environment 'nowhere' in lib/config/environments.ts; choose one of dev, staging, prod\n",
  });
}, 60_000);
