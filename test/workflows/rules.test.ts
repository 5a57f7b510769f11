import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { rules } from './rules';
import { root, type Workflows, written } from './workflow';

const workflows = written();
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: object };
const names: ReadonlySet<string> = new Set(Object.keys(scripts));

/** One mistake in one workflow: the first place of a text, or of what a pattern finds, is replaced. */
interface Mistake {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

function withMistake({ file, from, to }: Mistake): Workflows {
  const text = workflows[file] ?? '';
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${String(from)} that could be changed`);
  return { ...workflows, [file]: changed };
}

const idToken = '\n      id-token: write';

/** For each rule, what breaks it. */
const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  'no workflow starts by pull_request_target': [
    { file: 'pull-request.yml', from: 'pull_request:', to: 'pull_request_target:' },
  ],
  'every workflow starts without a right': [
    { file: 'pull-request.yml', from: 'permissions: {}', to: 'permissions: read-all' },
    { file: 'deploy.yml', from: 'permissions: {}\n', to: '' },
    { file: 'comment.yml', from: 'permissions: {}', to: 'permissions:\n  contents: read' },
  ],
  'a job has the rights that it is known to need, and no other': [
    { file: 'pull-request.yml', from: 'contents: read', to: 'contents: write' },
    { file: 'pull-request.yml', from: 'contents: read', to: 'contents: read\n      pull-requests: write' },
    { file: 'comment.yml', from: 'contents: read', to: 'contents: write' },
    { file: 'deploy.yml', from: 'contents: read', to: `contents: read${idToken}` },
    { file: 'nightly.yml', from: / {4}permissions:\n {6}contents: read\n/, to: '' },
  ],
  'an identity token is taken in an environment alone': [
    { file: 'deploy-environment.yml', from: /\n {4}environment: .*/, to: '' },
    { file: 'nightly.yml', from: /\n {4}environment: .*/, to: '' },
    { file: 'deploy.yml', from: 'contents: read', to: `contents: read${idToken}` },
    { file: 'pull-request.yml', from: 'contents: read', to: `contents: read${idToken}` },
  ],
  'only a job with an identity token asks AWS for credentials': [
    { file: 'deploy-environment.yml', from: / {6}id-token: .*\n/, to: '' },
  ],
  'every action is pinned by its commit, with its version beside it': [
    { file: 'deploy.yml', from: /@[\da-f]{40} # v7\.0\.1/, to: '@v7' },
    { file: 'deploy.yml', from: /(@[\da-f]{40}) # v7\.0\.1/, to: '$1' },
    { file: 'deploy.yml', from: /actions\/checkout@/, to: 'somebody/checkout@' },
    { file: 'deploy.yml', from: './.github/workflows/', to: 'somebody/else/.github/workflows/' },
  ],
  'one action has one commit everywhere': [
    { file: 'nightly.yml', from: /checkout@[\da-f]{8}/, to: 'checkout@00000000' },
  ],
  'every command is one script of package.json': [
    { file: 'pull-request.yml', from: 'npm run pull-request', to: 'npm run pull-requests' },
    { file: 'deploy.yml', from: 'npm run assembly', to: 'npm run assembly && npm run deploy' },
    { file: 'deploy-environment.yml', from: 'npm run smoke', to: 'npm run smoke -- $(cat words)' },
    {
      file: 'nightly.yml',
      from: 'run: npm run drift',
      to: 'run: |\n          npm run drift\n          npm run deploy',
    },
    { file: 'comment.yml', from: 'run: npm ci', to: 'run: npm install' },
  ],
  'no command holds an expression': [
    { file: 'pull-request.yml', from: '--base HEAD^1', to: '--base ${{ github.event.pull_request.title }}' },
  ],
  'the checkout leaves no token behind': [
    { file: 'pull-request.yml', from: 'persist-credentials: false', to: 'persist-credentials: true' },
    { file: 'nightly.yml', from: /\n {10}persist-credentials: false/, to: '' },
  ],
  'every checkout is of the commit of the event': [
    {
      file: 'comment.yml',
      from: 'persist-credentials: false',
      to: 'persist-credentials: false\n          ref: ${{ github.event.workflow_run.head_sha }}',
    },
  ],
  'every job ends in time': [
    { file: 'deploy.yml', from: / {4}timeout-minutes: .*\n/, to: '' },
    { file: 'nightly.yml', from: /timeout-minutes: \d+/, to: 'timeout-minutes: 360' },
  ],
  'no secret is used anywhere': [
    { file: 'comment.yml', from: '${{ github.token }}', to: '${{ secrets.ROBOT_TOKEN }}' },
    {
      file: 'deploy.yml',
      from: '    with:\n      environment: dev',
      to: '    secrets: inherit\n    with:\n      environment: dev',
    },
    { file: 'pull-request.yml', from: "AWS_PROFILE: ''", to: 'AWS_PROFILE: ${{ toJSON(secrets) }}' },
  ],
  'a job of pull requests gets no token but the one that reads, and it reaches no command': [
    {
      file: 'pull-request.yml',
      from: /(run: npm run pull-request.*\n)/,
      to: '$1        env:\n          GITHUB_TOKEN: ${{ github.token }}\n',
    },
  ],
  'a job of pull requests has no way to AWS': [
    { file: 'pull-request.yml', from: / {6}AWS_ACCESS_KEY_ID: ''\n/, to: '' },
    { file: 'pull-request.yml', from: "AWS_PROFILE: ''", to: 'AWS_PROFILE: runner' },
  ],
  'a token that may write reaches the last command alone': [
    {
      file: 'comment.yml',
      from: '- run: npm ci',
      to: '- run: npm ci\n        env:\n          GITHUB_TOKEN: ${{ github.token }}',
    },
    { file: 'nightly.yml', from: '    steps:', to: '    env:\n      GITHUB_TOKEN: ${{ github.token }}\n    steps:' },
  ],
  'what a pull request made is unpacked nowhere': [
    {
      file: 'comment.yml',
      from: '- run: npm ci',
      to: '- uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1\n      - run: npm ci',
    },
  ],
  'a deployment is never broken off': [
    { file: 'deploy.yml', from: 'cancel-in-progress: false', to: 'cancel-in-progress: true' },
    { file: 'deploy.yml', from: /concurrency:\n.*\n.*\n/, to: '' },
  ],
  'only the job that synthesizes makes an assembly, without an identity token': [
    { file: 'deploy-environment.yml', from: 'npm run verify-assembly', to: 'npm run assembly' },
  ],
  'an assembly is verified before AWS is asked for credentials, and again right before it is deployed': [
    { file: 'deploy-environment.yml', from: / {6}- run: npm run verify-assembly\n/, to: '' },
    {
      file: 'deploy-environment.yml',
      from: / {6}- run: npm run verify-assembly\n( {6}- run: npm run deploy\n)/,
      to: '$1',
    },
    { file: 'nightly.yml', from: / {6}- run: npm run verify-assembly\n/, to: '' },
  ],
  'the digest of an assembly comes from the job that made it, not with the assembly': [
    { file: 'deploy-environment.yml', from: '${{ inputs.digest }}', to: '${{ vars.DIGEST }}' },
    { file: 'deploy.yml', from: 'digest: ${{ needs.synthesize.outputs.digest }}', to: 'digest: ${{ vars.DIGEST }}' },
    { file: 'nightly.yml', from: '${{ needs.synthesize.outputs.digest }}', to: '' },
  ],
  'a deployment comes after the check for drift, and before the smoke test': [
    { file: 'deploy-environment.yml', from: / {6}- run: npm run drift\n/, to: '' },
    { file: 'deploy-environment.yml', from: / {6}- run: npm run smoke\n/, to: '' },
    { file: 'deploy-environment.yml', from: '${{ failure() }}', to: '${{ success() }}' },
  ],
  'no step of a deployment passes over a failure': [
    {
      file: 'deploy-environment.yml',
      from: '- run: npm run drift',
      to: '- continue-on-error: true\n        run: npm run drift',
    },
    {
      file: 'deploy-environment.yml',
      from: '- run: npm run deploy',
      to: '- if: ${{ always() }}\n        run: npm run deploy',
    },
  ],
  'prod comes after staging, and staging after dev': [
    { file: 'deploy.yml', from: 'needs: [synthesize, staging]', to: 'needs: [synthesize, dev]' },
    { file: 'deploy.yml', from: 'needs: [synthesize, dev]', to: 'needs: [synthesize]' },
    { file: 'deploy.yml', from: 'environment: prod', to: 'environment: dev' },
  ],
  'what runs new dependencies may write nothing': [
    { file: 'nightly.yml', from: /(prepare-updates:[\s\S]*?)contents: read/, to: '$1contents: write' },
  ],
};

describe.each(rules)('$name', ({ name, broken }) => {
  it('holds', () => {
    expect(broken(workflows, names)).toEqual([]);
  });

  it.each(mistakes[name] ?? [])('is broken by $to in $file', (mistake) => {
    expect(broken(withMistake(mistake), names)).not.toEqual([]);
  });

  it('is broken by some mistake', () => {
    expect(mistakes[name] ?? []).not.toEqual([]);
  });
});

it('knows a rule for every mistake', () => {
  expect(Object.keys(mistakes).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

it('runs no script that docs/delivery.md does not explain', () => {
  const used = Object.values(workflows).flatMap((text) =>
    [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name),
  );
  const explained = readFileSync(join(root, 'docs/delivery.md'), 'utf8');

  expect(used).not.toEqual([]);
  expect(used.filter((name) => !explained.includes(`\n| \`npm run ${name}`))).toEqual([]);
});
