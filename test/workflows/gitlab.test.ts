import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { jobsOf, root, stepsOf, written } from './workflow';

interface GitLabJob {
  readonly extends?: string | readonly string[];
  readonly stage?: string;
  readonly environment?: { readonly name: string };
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly timeout?: string;
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly needs?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly resource_group?: string;
}

const text = readFileSync(join(root, '.gitlab-ci.yml'), 'utf8');
const notJobs = new Set(['stages', 'default', 'variables']);

/** Each job with what it extends, as GitLab merges it: maps are merged, everything else is replaced. */
function jobsIn(written: string): Record<string, GitLabJob> {
  const all = parse(written) as Readonly<Record<string, GitLabJob>>;
  const whole = (name: string): GitLabJob => {
    const { extends: parents = [], ...own } = all[name] ?? {};
    const layers = [...[parents].flat().map(whole), own];
    const variables = Object.assign({}, ...layers.map((layer) => layer.variables ?? {})) as Record<string, string>;
    return { ...(Object.assign({}, ...layers) as GitLabJob), variables };
  };
  const names = Object.keys(all).filter((name) => !name.startsWith('.') && !notJobs.has(name));
  return Object.fromEntries(names.map((name) => [name, whole(name)]));
}

/** The scripts of package.json that a job runs, without their words. */
function scriptsOf(commands: readonly string[]): string[] {
  return commands.flatMap((command) => /^npm run ([\w-]+)/.exec(command)?.[1] ?? []);
}

function onGitHub(file: string, id: string): string[] {
  const place = jobsOf(written()).find((one) => one.file === file && one.id === id);
  if (place === undefined) throw new Error(`${file} has no job ${id}`);
  return scriptsOf(stepsOf(place).map(({ run = '' }) => run));
}

function onGitLab(written: string, name: string): string[] {
  const { script = [], after_script: after = [] } = jobsIn(written)[name] ?? {};
  return scriptsOf([...script, ...after]);
}

/** GitLab has no action that takes a role: a step of its own hands the token to the SDKs. */
const identity = 'identity-token';

const twins = [
  ['review', 'pull-request.yml', 'review'],
  ['synthesize', 'deploy.yml', 'synthesize'],
  ['dev', 'deploy-environment.yml', 'deploy'],
  ['staging', 'deploy-environment.yml', 'deploy'],
  ['prod', 'deploy-environment.yml', 'deploy'],
  ['drift', 'nightly.yml', 'drift'],
  ['prepare-updates', 'nightly.yml', 'prepare-updates'],
] as const;

function stepsThatDiffer(written: string): string[] {
  const all = jobsIn(written);
  return [
    ...Object.keys(all).filter((name) => !twins.some(([twin]) => twin === name)),
    ...twins.flatMap(([name, file, id]) => {
      const own = onGitLab(written, name).filter((step) => step !== identity);
      return own.join() === onGitHub(file, id).join() ? [] : [name];
    }),
  ];
}

/** Jobs that ask for an identity token and stand in no environment, or start by other than main. */
function ungated(written: string): string[] {
  return Object.entries(jobsIn(written)).flatMap(([name, job]) => {
    if (job.id_tokens === undefined) return [];
    const audiences = Object.values(job.id_tokens).map(({ aud }) => aud);
    const isOnMain = job.rules?.every(({ if: condition }) =>
      condition.includes('$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH &&'),
    );
    const isGated = job.environment !== undefined && isOnMain === true && audiences.join() === 'sts.amazonaws.com';
    const takesRole =
      job.variables?.AWS_ROLE_ARN !== undefined && job.variables.AWS_WEB_IDENTITY_TOKEN_FILE !== undefined;
    return isGated && takesRole ? [] : [name];
  });
}

function edited(from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return result;
}

it('does the same steps as the workflows of GitHub', () => {
  expect(stepsThatDiffer(text)).toEqual([]);
});

it.each([
  ['a deployment without a check for drift', '    - npm run drift\n    - npm run verify', '    - npm run verify'],
  ['a deployment whose assembly nobody verifies', '    - npm run verify-assembly\n', ''],
  ['a step that GitHub has not', '    - npm run assembly', '    - npm run assembly\n    - npm run deploy'],
  ['a job that GitHub has not', 'synthesize:\n  stage', 'another:\n  script: [npm run deploy]\nsynthesize:\n  stage'],
])('notices %s', (_mistake, from, to) => {
  expect(stepsThatDiffer(edited(from, to))).not.toEqual([]);
});

/** Commands that are something else than one script of package.json. */
function otherCommands(written: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: object };
  const known = new Set(Object.keys(scripts));
  const { default: all } = parse(written) as { readonly default: { readonly before_script: readonly string[] } };
  const commands = Object.values(jobsIn(written)).flatMap(({ script = [], after_script: after = [] }) => [
    ...script,
    ...after,
  ]);
  const allowed = /^npm run ([\w-]+)(?: -- --base "\$CI_MERGE_REQUEST_DIFF_BASE_SHA")?$/;
  return [
    ...all.before_script.filter((command) => command !== 'npm ci'),
    ...commands.filter((command) => !known.has(allowed.exec(command)?.[1] ?? '')),
  ];
}

it('runs one script of package.json in each step', () => {
  expect(otherCommands(text)).toEqual([]);
});

it.each([
  ['something is installed otherwise', '    - npm ci', '    - npm install'],
  ['a step is a program of its own', '    - npm run smoke', '    - curl example.com'],
  ['a step is two', '    - npm run smoke', '    - npm run smoke || true'],
  ['a title of a merge request reaches a command', 'CI_MERGE_REQUEST_DIFF_BASE_SHA', 'CI_MERGE_REQUEST_TITLE'],
])('notices when %s', (_mistake, from, to) => {
  const mistaken = otherCommands(edited(from, to)).filter((command) => !otherCommands(text).includes(command));

  expect(mistaken).not.toEqual([]);
});

it('asks for identity tokens on main alone, in an environment, for AWS alone', () => {
  expect(Object.values(jobsIn(text)).filter(({ id_tokens: tokens }) => tokens !== undefined)).toHaveLength(4);
  expect(ungated(text)).toEqual([]);
});

it.each([
  ['an environment is missing', /\n {2}environment:\n {4}name: staging/, ''],
  ['merge requests get a token', 'review:\n  stage: review', 'review:\n  extends: .with-aws\n  stage: review'],
  ['the token is for somebody else', 'aud: sts.amazonaws.com', 'aud: example.com'],
  ['other branches deploy', /if: \$CI_COMMIT_BRANCH == \$CI_DEFAULT_BRANCH && /, 'if: '],
])('notices when %s', (_mistake, from, to) => {
  expect(ungated(edited(from, to))).not.toEqual([]);
});

it('lets a person start prod, after staging', () => {
  const { rules, needs } = jobsIn(text).prod ?? {};

  expect(rules?.map(({ when }) => when)).toEqual(['manual']);
  expect(needs).toEqual(['synthesize', 'staging']);
});

it('deploys to one environment once at a time', () => {
  const groups = ['dev', 'staging', 'prod'].map((name) => jobsIn(text)[name]?.resource_group);

  expect(groups).toEqual(Array(3).fill('$STRONGROOM_ENVIRONMENT'));
});

it('ends every job in time', () => {
  for (const { timeout } of Object.values(jobsIn(text))) expect(timeout).toMatch(/^(?:\d\dm|1h)$/);
});

it('takes every variable of its jobs from the names that the steps read', () => {
  for (const name of ['dev', 'staging', 'prod']) {
    const job = jobsIn(text)[name];

    expect(job?.variables?.STRONGROOM_ENVIRONMENT).toBe(name);
    expect(job?.environment?.name).toBe(name);
  }
});
