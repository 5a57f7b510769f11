import {
  choosePython,
  isAtLeast,
  isInstalled,
  nodeProblem,
  npmProblem,
  parseVersion,
  type Python,
  pythonProblem,
} from '../../tools/setup/decisions.cjs';

const linux = { platform: 'linux', arch: 'x64', isMusl: false };

describe('parseVersion', () => {
  it.each([
    ['v20.20.2', [20, 20, 2]],
    ['Python 3.13.0rc1', [3, 13, 0]],
    ['11.19', [11, 19, 0]],
    ['npm/10.8.2 node/v20.20.2 linux x64', [10, 8, 2]],
  ])('reads %s', (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  it.each([undefined, '', 'command not found'])('finds no version in %p', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('isAtLeast', () => {
  it.each([
    ['3.9.18', '3.10.0', false],
    ['3.10.0', '3.10.0', true],
    ['3.10.1', '3.10.0', true],
    ['4.0.0', '3.10.5', true],
    ['2.99.99', '3.10.0', false],
  ])('compares %s with %s by number, not by letter', (version, minimum, expected) => {
    expect(isAtLeast(parsed(version), parsed(minimum))).toBe(expected);
  });

  it('takes an unknown version for too old', () => {
    expect(isAtLeast(undefined, [0, 0, 1])).toBe(false);
  });
});

describe('nodeProblem', () => {
  it('accepts a Node that is new enough to install the pinned one', () => {
    expect(nodeProblem({ ...linux, version: 'v20.20.0' })).toBeUndefined();
  });

  it('names what is needed, what was found and how to get it', () => {
    expect(nodeProblem({ ...linux, version: 'v16.3.0' })).toBe(
      'Node 20.20 or newer is needed, and this is Node 16.3.0: install the version that .nvmrc names, for instance ' +
        'with "nvm install" or from nodejs.org.',
    );
  });

  it.each([
    { platform: 'win32', arch: 'x64', isMusl: false },
    { platform: 'linux', arch: 's390x', isMusl: false },
    { platform: 'linux', arch: 'x64', isMusl: true },
  ])('asks for a Node that can run everything where the project brings none: %p', (machine) => {
    expect(nodeProblem({ ...machine, version: 'v22.13.0' })).toBeUndefined();
    expect(nodeProblem({ ...machine, version: 'v20.20.2' })).toMatch(
      /^Node 22\.13 or newer is needed on .+this is Node 20/,
    );
  });
});

describe('npmProblem', () => {
  it('accepts npm 10', () => {
    expect(npmProblem('10.0.0')).toBeUndefined();
  });

  it('says how to replace an old npm', () => {
    expect(npmProblem('6.14.18')).toBe(
      'npm 10 or newer is needed, and this is npm 6.14.18: run "npm install --global npm@11".',
    );
  });

  it('says where an absent npm comes from', () => {
    expect(npmProblem(undefined)).toMatch(/^npm 10 or newer is needed, and none was found: it comes with Node/);
  });
});

describe('choosePython and pythonProblem', () => {
  const old: Python = { command: 'python3', version: [3, 9, 18], hasVenv: true };
  const bare: Python = { command: 'python3', version: [3, 12, 1], hasVenv: false };
  const good: Python = { command: 'python3.11', version: [3, 11, 7], hasVenv: true };

  it('takes the first that is new enough and complete', () => {
    expect(choosePython([old, bare, good])).toBe(good);
    expect(pythonProblem([old, bare, good])).toBeUndefined();
  });

  it('names every Python that was found and will not do', () => {
    expect(pythonProblem([bare, old])).toMatch(
      /^Python 3\.10 or newer with its venv module is needed, and only python3 3\.12\.1 without the venv module, python3 3\.9\.18 was found: install it/,
    );
  });

  it('says that there is none', () => {
    expect(pythonProblem([])).toMatch(/and none was found: install it, for instance with "apt install/);
  });
});

describe('isInstalled', () => {
  const one = { version: '1.0.0', integrity: 'sha512-one' };
  const lockfile = { packages: { '': {}, 'node_modules/one': one, 'node_modules/mac': { ...one, optional: true } } };

  it('accepts the packages of the lockfile, less the optional ones of other platforms', () => {
    expect(isInstalled(lockfile, { packages: { 'node_modules/one': one } })).toBe(true);
  });

  it.each([
    ['there are no packages', undefined],
    ['a package is missing', { packages: {} }],
    ['a package has another version', { packages: { 'node_modules/one': { ...one, version: '1.0.1' } } }],
    ['a package has other content', { packages: { 'node_modules/one': { ...one, integrity: 'sha512-other' } } }],
    ['a package is left over', { packages: { 'node_modules/one': one, 'node_modules/two': one } }],
  ])('asks for an install when %s', (_situation, installed) => {
    expect(isInstalled(lockfile, installed)).toBe(false);
  });
});

function parsed(text: string) {
  const version = parseVersion(text);
  if (!version) throw new Error(`not a version: ${text}`);
  return version;
}
