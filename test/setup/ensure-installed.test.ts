import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const GOOD_PYTHON = 'echo "3.12.1 True"';
const OLD_PYTHON = 'echo "3.8.10 True"';

let clone: string;

beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'setup-clone-'));
  cpSync(path.join(ROOT, 'tools/setup'), path.join(clone, 'tools/setup'), { recursive: true });
  writeFileSync(path.join(clone, 'package-lock.json'), '{"packages":{"node_modules/one":{"version":"1.0.0"}}}');
});

afterEach(() => {
  rmSync(clone, { recursive: true });
});

describe('ensure-installed in a fresh clone', () => {
  it('says in one sentence that Python is too old, and installs nothing', () => {
    givenProgram('npm', 'echo 11.0.0; touch "$0.was-called-$1"');
    givenProgram('python3', OLD_PYTHON);
    const result = install();
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^Python 3\.10 or newer .+ only python3 3\.8\.10 was found: install it.+\n$/);
    expect(existsSync(path.join(clone, 'bin/npm.was-called-ci'))).toBe(false);
  });

  it('names all that is missing at once', () => {
    const result = install();
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^npm 10 or newer .+none was found.+\nPython 3\.10 or newer .+none was found.+\n$/);
  });

  it('fails when npm fails, gives the lock back, and tries again the next time', () => {
    givenProgram('npm', 'echo 11.0.0; [ "$1" != ci ]');
    givenProgram('python3', GOOD_PYTHON);
    for (const result of [install(), install()]) {
      expect(result.status).toBe(1);
      expect(result.stderr).toMatch(/Installing the npm packages \.\.\.\n"npm ci .+" failed: exit code 1/);
    }
    expect(existsSync(path.join(clone, '.cache/setup.lock'))).toBe(false);
  });

  it('takes a Node out of the way that does not run on this machine', () => {
    givenFile('broken-node', '#!/bin/sh\nexit 127\n');
    givenProgram('npm', 'echo 11.0.0; mkdir -p node_modules/.bin; cp broken-node node_modules/.bin/node');
    givenProgram('python3', GOOD_PYTHON);
    expect(install().stderr).toMatch(/Installed the npm packages/);
    expect(existsSync(path.join(clone, 'node_modules'))).toBe(true);
    expect(existsSync(path.join(clone, 'node_modules/.bin/node'))).toBe(false);
  });

  it('makes a Python environment anew that was broken off half-way', () => {
    givenProgram('npm', 'echo 11.0.0; mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json');
    // The environment's own python is a script that counts how often pip was asked to install.
    givenProgram(
      'python3',
      `if [ "$2" = venv ]; then mkdir -p "$4/bin"; cp pip "$4/bin/python"; else ${GOOD_PYTHON}; fi`,
    );
    givenFile('pip', '#!/bin/sh\necho once >> pip-calls\n[ -f network ]\n');
    expect(install().stderr).toMatch(/pip install --require-hashes .+ failed: exit code 1/);

    givenFile('network', '');
    expect(install().status).toBe(0);
    expect(install().stderr).toBe('');
    expect(spawnSync('wc', ['-l', 'pip-calls'], { cwd: clone, encoding: 'utf8' }).stdout).toMatch(/^2 /);
  });
});

function givenFile(name: string, content: string): void {
  const file = path.join(clone, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

function givenProgram(name: string, script: string): void {
  givenFile(`bin/${name}`, `#!/bin/sh\n${script}\n`);
}

/** Runs the setup with a PATH that holds the given programs and the plainest tools only. */
function install() {
  const bin = path.join(clone, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const tool of ['sh', 'mkdir', 'cp', 'touch']) {
    if (!existsSync(path.join(bin, tool))) symlinkSync(path.join('/bin', tool), path.join(bin, tool));
  }
  const words = [path.join(clone, 'tools/setup/ensure-installed.cjs')];
  return spawnSync(process.execPath, words, { cwd: clone, encoding: 'utf8', env: { PATH: bin, CI: 'true' } });
}
