import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const output = mkdtempSync(path.join(tmpdir(), 'strongroom-nag-'));

afterAll(() => rmSync(output, { recursive: true, force: true }));

/** Runs `cdk synth` on bin/app.ts as it is, with a module loaded before it. */
function synthWith(preloaded: string) {
  const app = [process.execPath, '-r', 'ts-node/register', '-r', preloaded, 'bin/app.ts'].join(' ');
  // Without what jest-setup.ts switches off for the other tests.
  const { CDK_CONTEXT_JSON: _context, CDK_VALIDATION: _validation, ...env } = process.env;
  return spawnSync(
    process.execPath,
    ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--app', app, '--output', output, '-c', 'environment=dev'],
    { cwd: path.join(__dirname, '..', '..'), encoding: 'utf8', env },
  );
}

// That it passes with its acceptances is shown by every deployment to the sandbox, which goes through the same app.
it('fails `cdk synth` when nobody has accepted what the rule packs find', () => {
  const { status, stdout, stderr } = synthWith(require.resolve('./fixtures/without-acknowledgements.cjs'));
  for (const rule of [
    'AwsSolutions-SMG4',
    'HIPAA.Security-S3BucketReplicationEnabled',
    'NIST.800.53.R5-S3BucketReplicationEnabled',
  ]) {
    expect(stdout + stderr).toContain(rule);
  }
  expect(status).not.toBe(0);
}, 60_000);
