import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ReviewError } from '../../tools/review/review-error';
import { environmentsOf, type Workshop } from '../../tools/review/sides/side';

jest.setTimeout(60_000);

const root = path.join(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'review-sides-'));
const project = path.join(folder, 'project');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...words: string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  const ended = spawnSync('git', ['-C', project, ...author, ...words], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return ended.stdout.trim();
}

function write(name: string, text: string): void {
  writeFileSync(path.join(project, name), text);
}

/** A small application that shows what it was given. */
function application(topic: string): string {
  return `
const { App, Stack, Stage, CfnOutput } = require('aws-cdk-lib');
const { Topic } = require('aws-cdk-lib/aws-sns');
const app = new App();
const stage = new Stage(app, 'prod', { env: { account: '111122223333', region: 'eu-west-1' } });
const stack = new Stack(stage, 'Data');
new Topic(stack, '${topic}');
new CfnOutput(stack, 'Context', { value: String(app.node.tryGetContext('greeting')) + String(app.node.tryGetContext('application')) });
new CfnOutput(stack, 'Delivery', { value: String(app.node.tryGetContext('delivery')) });
new CfnOutput(stack, 'Credentials', { value: Object.keys(process.env).filter((name) => name.startsWith('AWS_') && process.env[name] !== '').sort().join() });
app.synth();
`;
}

let first = '';

beforeAll(() => {
  mkdirSync(project);
  git('init', '--quiet', '--initial-branch', 'main');
  write('package-lock.json', '{}');
  write('.gitignore', 'node_modules\n');
  write('cdk.json', JSON.stringify({ app: 'node app.js', context: { greeting: 'hello' } }));
  write('app.js', application('First'));
  symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  first = git('rev-parse', 'HEAD');
  write('app.js', application('Second'));
  git('commit', '--quiet', '--all', '--message', 'second');
});

let count = 0;

function workshop(context: Readonly<Record<string, unknown>> = {}): Workshop {
  count += 1;
  const temporary = path.join(folder, `work-${String(count)}`);
  mkdirSync(temporary);
  return { root: project, temporary, context };
}

function topicsOf(given: string): string[] {
  const [environment] = environmentsOf(given, 'head', workshop());
  const resources = environment?.stacks.flatMap(({ template }) => Object.entries(template.Resources)) ?? [];
  return resources.filter(([, { Type }]) => Type === 'AWS::SNS::Topic').map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
}

function outputsOf(given: string, context: Readonly<Record<string, unknown>> = {}) {
  const [environment] = environmentsOf(given, 'head', workshop(context));
  const outputs = environment?.stacks[0]?.template.Outputs ?? {};
  return Object.fromEntries(Object.entries(outputs).map(([name, { Value }]) => [name, Value]));
}

describe('a name of git', () => {
  it('is synthesized by its own code, whatever the working tree holds', () => {
    write('app.js', application('Uncommitted'));
    try {
      expect([topicsOf(first), topicsOf('main'), topicsOf('.')]).toEqual([['First'], ['Second'], ['Uncommitted']]);
    } finally {
      write('app.js', application('Second'));
    }
  });

  it('leaves the working tree and the list of working trees as they were', () => {
    topicsOf(first);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(git('status', '--porcelain')).toBe('');
    expect(existsSync(path.join(root, 'node_modules/aws-cdk-lib/package.json'))).toBe(true);
  });

  it('gets the context of its cdk.json and what both sides are given, and no credential', () => {
    const foreign = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ENDPOINT_URL'];
    const before = foreign.map((name) => [name, process.env[name]] as const);
    for (const name of foreign) process.env[name] = 'foreign';
    try {
      expect(outputsOf('main', { application: '-example' })).toEqual({
        Context: 'hello-example',
        Delivery: 'true',
        Credentials: 'AWS_CONFIG_FILE,AWS_EC2_METADATA_DISABLED,AWS_SHARED_CREDENTIALS_FILE',
      });
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
  });

  it.each([
    ['a name that nothing has', 'nowhere'],
    ['an option', '--output=/tmp/x'],
    ['a file', 'app.js'],
  ])('is refused when it is %s', (_what, given) => {
    expect(() => environmentsOf(given, 'base', workshop())).toThrow(
      /is neither a folder with a cloud assembly nor a commit/,
    );
  });

  it('is refused with the words of an application that fails, and cleaned up', () => {
    write('app.js', 'throw new Error("the configuration is wrong");');
    git('commit', '--quiet', '--all', '--message', 'broken');
    const broken = git('rev-parse', 'HEAD');
    git('reset', '--quiet', '--hard', 'HEAD~1');
    const made = workshop();
    expect(() => environmentsOf(broken, 'head', made)).toThrow(/cannot be synthesized:[^]*the configuration is wrong/);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(readdirSync(path.join(made.temporary, 'head'))).toEqual([]);
  });

  it('is refused when it is no application of the CDK', () => {
    git('checkout', '--quiet', '--orphan', 'empty');
    git('rm', '--quiet', '--cached', 'cdk.json');
    git('commit', '--quiet', '--message', 'no application');
    git('checkout', '--quiet', '--force', 'main');
    expect(() => environmentsOf('empty', 'base', workshop())).toThrow(
      /cdk\.json cannot be read: the commit is no application/,
    );
  });
});

describe('a folder', () => {
  const assembly = path.join(folder, 'cdk.out');

  beforeAll(() => {
    const made = spawnSync('node', ['app.js'], { cwd: project, env: { ...process.env, CDK_OUTDIR: assembly } });
    if (made.status !== 0) throw new Error(String(made.stderr));
  });

  it('is read as it is', () => {
    expect(topicsOf(assembly)).toEqual(['Second']);
  });

  it('is refused half-written, with the file that ends early', () => {
    const nested =
      readdirSync(path.join(assembly, 'assembly-prod')).find((name) => name.endsWith('.template.json')) ?? '';
    const file = path.join(assembly, 'assembly-prod', nested);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, whole.length / 2));
    try {
      const reading = () => environmentsOf(assembly, 'base', workshop());
      expect(reading).toThrow(ReviewError);
      expect(reading).toThrow(
        new RegExp(`^the base cannot be read: .*${nested} cannot be read, or is not written to its end`),
      );
    } finally {
      writeFileSync(file, whole);
    }
  });

  it('is refused when it is no assembly', () => {
    expect(() => environmentsOf(folder, 'base', workshop())).toThrow(/manifest\.json does not exist/);
  });
});
