import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { GitHub } from '../../tools/delivery/github/api';
import { pullRequest, type PullRequestPorts, type Reviewed } from '../../tools/delivery/pull-request/pull-request';
import { withoutAws } from '../../tools/delivery/pull-request/without-aws';
import { reportTo } from '../../tools/delivery/report';
import { writeIdentityToken } from '../../tools/delivery/steps/identity-token';
import { preview } from '../../tools/delivery/steps/preview';

const home = mkdtempSync(join(tmpdir(), 'steps-'));

beforeEach(() => jest.spyOn(console, 'log').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(home, { recursive: true, force: true }));

const passing: Reviewed = { hasPassed: true, comment: 'short', summary: 'complete' };

describe('a pull request', () => {
  async function run(reviewed: Reviewed, failing: readonly string[] = []) {
    const told = { comment: '', summary: '', error: '', reviewedAgainst: '', checked: [] as string[] };
    const ports: PullRequestPorts = {
      history: { startOf: (base) => `start of ${base}` },
      check: (script) => {
        told.checked.push(script);
        return Promise.resolve(!failing.includes(script));
      },
      review: (base) => {
        told.reviewedAgainst = base;
        return Promise.resolve(reviewed);
      },
      handOver: (comment) => (told.comment = comment),
      summarize: (markdown) => (told.summary = markdown),
    };
    await pullRequest('main', ['lint', 'test'], ports).catch((error: unknown) => (told.error = String(error)));
    return told;
  }

  it('passes when everything does, reviewed against where it left the base', async () => {
    expect(await run(passing)).toEqual({
      comment: '**Checks**: `lint` passed; `test` passed; review passed\n\nshort',
      summary: '**Checks**: `lint` passed; `test` passed; review passed\n\ncomplete',
      error: '',
      reviewedAgainst: 'start of main',
      checked: ['lint', 'test'],
    });
  });

  it('is reviewed and told of all that failed when a check fails', async () => {
    const { comment, error, checked } = await run({ ...passing, hasPassed: false }, ['lint']);

    expect(checked).toEqual(['lint', 'test']);
    expect(comment).toBe('**Checks**: `lint` **failed**; `test` passed; review **needs a decision**\n\nshort');
    expect(error).toBe('not ready to be merged: npm run lint and the review failed; see above');
  });

  it('says that the review broke off when it wrote nothing', async () => {
    const { comment, error } = await run({ hasPassed: false, comment: undefined, summary: undefined });

    expect(comment).toBe('**Checks**: `lint` passed; `test` passed; review **broke off**: see the log of the run');
    expect(error).not.toBe('');
  });

  it('cuts a comment at the end of a line before it is too long to be posted', async () => {
    const { comment } = await run({ ...passing, comment: `${'x'.repeat(99)}\n`.repeat(1000) });

    expect(comment.length).toBeLessThan(60_000);
    expect(comment).toMatch(/x{99}\n\n\*Cut off: the whole review/);
  });
});

describe('the preview of a deployment', () => {
  const head = 'a'.repeat(40);
  const deployed = 'b'.repeat(40);

  async function shown(
    deployments: Readonly<Record<string, readonly (readonly [string, string])[]>>,
    changed = '',
  ): Promise<string[]> {
    const told: string[] = [];
    const all = Object.values(deployments).flat();
    const gitHub: GitHub = {
      get: (path) => {
        const environment = new URL(path, 'http://x').searchParams.get('environment');
        const [, id] = /deployments\/(\d+)\/statuses/.exec(path) ?? [];
        if (id !== undefined) return Promise.resolve([{ state: all[Number(id)]?.[1] }]);
        const own = deployments[environment ?? ''] ?? [];
        return Promise.resolve(own.map((one) => ({ id: all.indexOf(one), sha: one[0] })));
      },
      download: () => Promise.reject(new Error('nothing is downloaded')),
      send: () => Promise.reject(new Error('nothing is changed')),
    };
    await preview(Object.keys(deployments), {
      gitHub,
      history: { commit: () => head },
      report: { summarize: (markdown) => told.push(markdown) },
      review: (base) =>
        Promise.resolve({ hasPassed: false, comment: 'short', summary: `since ${base.slice(0, 3)}${changed}` }),
    });
    return told;
  }

  it('compares each environment with its last deployment that succeeded', async () => {
    const told = await shown({
      dev: [[head, 'success']],
      staging: [
        ['c'.repeat(40), 'failure'],
        [deployed, 'success'],
      ],
      prod: [],
    });

    expect(told).toEqual([
      `## dev: nothing changes\n\n${head} is deployed there already.`,
      `## staging: since ${deployed}\n\nsince bbb`,
      '## prod: first deployment\n\nGitHub knows no earlier one that succeeded.',
    ]);
  });

  it.each([
    ['StrongroomDelivery-prod', ['prod']],
    ['StrongroomExecution-prod-2, StrongroomBoundaries-staging-archive', ['staging', 'prod']],
    ['strongroom-prod-archive, StrongroomDelivery-production, StrongroomDelivery-dev', []],
  ])('says that a person is needed when %s changes', async (changed, needed) => {
    const of = { staging: [[deployed, 'success']], prod: [[deployed, 'success']] } as const;
    const [told = ''] = await shown(of, ` New: the stacks ${changed}.`);

    const commands = [...told.matchAll(/`npx strongroom bootstrap --environment (\w+) --run`/g)];
    expect(commands.map(([, name]) => name)).toEqual(needed);
  });

  it('reviews once what several environments have', async () => {
    const told = await shown({ staging: [[deployed, 'success']], prod: [[deployed, 'success']] });

    expect(told).toEqual([`## staging, prod: since ${deployed}\n\nsince bbb`]);
  });
});

it('takes every way to AWS from a check, and nothing else', () => {
  const variables = withoutAws({
    AWS_PROFILE: 'mine',
    AWS_ROLE_ARN: 'x',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'x',
    HOME: '/home/me',
    https_proxy: 'p',
  });

  expect(variables).toMatchObject({
    AWS_PROFILE: '',
    AWS_ACCESS_KEY_ID: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: '/home/me',
    https_proxy: 'p',
  });
  expect(variables).not.toHaveProperty('AWS_ROLE_ARN');
  expect(variables).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI');
});

describe('a report', () => {
  it('writes into the files that the runner names', () => {
    const [summary, outputs] = [join(home, 'summary'), join(home, 'outputs')];
    const report = reportTo({ GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs });

    report.summarize('# One');
    report.summarize('# Two');
    report.output('digest', 'abc');

    expect(readFileSync(summary, 'utf8')).toBe('# One\n# Two\n');
    expect(readFileSync(outputs, 'utf8')).toBe('digest=abc\n');
  });

  it('cuts what GitHub would drop as a whole', () => {
    const summary = join(home, 'long');

    reportTo({ GITHUB_STEP_SUMMARY: summary }).summarize(`${'é'.repeat(99)}\n`.repeat(10_000));

    const text = readFileSync(summary, 'utf8');
    expect(statSync(summary).size).toBeLessThanOrEqual(1024 * 1024);
    expect(text).toMatch(/é{99}\n\n\*Cut off: the whole text is in the artifact\.\*\n$/);
  });

  it('refuses an output that would be read as two', () => {
    const outputs = join(home, 'injected');
    writeFileSync(outputs, '');

    expect(() => reportTo({ GITHUB_OUTPUT: outputs }).output('digest', 'abc\nother=x')).toThrow('more than one line');
    expect(readFileSync(outputs, 'utf8')).toBe('');
  });
});

describe("GitLab's identity token", () => {
  const file = join(home, 'delivery/token');
  const whole = { STRONGROOM_ID_TOKEN: 'token', AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: 'arn' };

  it('is readable to the job alone', () => {
    writeIdentityToken(whole);

    expect(readFileSync(file, 'utf8')).toBe('token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(Object.keys(whole))('is refused without %s', (name) => {
    expect(() => writeIdentityToken({ ...whole, [name]: '' })).toThrow('see docs/delivery.md');
  });
});
