import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { delivered, type DeliveredEnvironment, NotDeliveredError } from '../../lib/delivery/delivered';
import { deployedRegions } from '../../lib/delivery/regions';
import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { type BootstrapStep, bootstrapSteps, stepText } from '../../tools/strongroom/bootstrap-steps';
import { runSteps } from '../../tools/strongroom/run-steps';
import { environmentsOf, exampleNames } from '../examples/example';
import { entriesOf } from '../../tools/access/template';
import { deliveredEnvironment, deliveryStackOf, deliveryStacksOf } from '../support/delivered';
import { everyKind } from '../support/every-kind';
import { environments, named, synth } from '../support/templates';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'strongroom-bootstrap-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another environment with more in it. */
function withEveryKind(): DeliveredEnvironment {
  return delivered({ ...named(everyKind, 'full'), delivery: deliveredEnvironment().delivery });
}

function wordAfter({ words }: Pick<BootstrapStep, 'words'>, option: string): string | undefined {
  return words[words.indexOf(option) + 1];
}

function bootstrapStep(environment = deliveredEnvironment()): BootstrapStep {
  const step = bootstrapSteps(environment, undefined).find(({ words }) => words[0] === 'bootstrap');
  if (step === undefined) throw new Error('there is no bootstrap');
  return step;
}

/** Every qualifier that a text names a role or bucket of a bootstrap by, or the place of its version. */
function qualifiersIn(text: string): Set<string> {
  const names = text.matchAll(/cdk-([a-z0-9]+)-(?:[a-z-]+-role|assets)-|\/cdk-bootstrap\/([a-z0-9]+)\//g);
  return new Set([...names].map(([, role, version]) => role ?? version ?? ''));
}

/** What the synthesizer hands to the CDK, beside the templates. */
function manifestsOf(environment: Parameters<typeof synth>[0], context: Record<string, string> = {}): string {
  const outdir = mkdtempSync(join(folder, 'assembly-'));
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [], ...context } });
  new EnvironmentStage(app, environment);
  app.synth();
  return readdirSync(outdir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(join(outdir, file), 'utf8'))
    .join('\n');
}

describe('the qualifier', () => {
  it('is the same in the assembly, in every policy and detection, in the bootstrap and in the roles of jobs', () => {
    const environment = deliveredEnvironment();
    expect(qualifiersIn(manifestsOf(environment))).toEqual(new Set(['portalprod']));
    expect(qualifiersIn(JSON.stringify(deliveryStackOf(environment)))).toEqual(new Set(['portalprod']));
    expect(wordAfter(bootstrapStep(environment), '--qualifier')).toBe('portalprod');
    expect(wordAfter(bootstrapStep(environment), '--toolkit-stack-name')).toBe('CDKToolkit-portalprod');
  });

  it('is the CDK’s own without a delivery', () => {
    const { delivery: _, ...environment } = deliveredEnvironment();
    expect(qualifiersIn(manifestsOf(environment))).toEqual(new Set(['hnb659fds']));
  });

  it('comes from the configuration alone: a context would part the assembly from the policies', () => {
    const context = { '@aws-cdk/core:bootstrapQualifier': 'context' };
    expect(qualifiersIn(manifestsOf(deliveredEnvironment(), context))).toEqual(new Set(['portalprod']));
  });
});

describe('the bootstrap', () => {
  it.each([...environments, ...everyKind, ...exampleNames.flatMap((name) => environmentsOf(name))])(
    'is of every Region in which $name has a stack, and of no other',
    (environment) => {
      const regions = new Set(synth(environment).map(({ region }) => region));
      expect(new Set(deployedRegions(environment))).toEqual(regions);
    },
  );

  it('comes after those who may deploy, and names account, Regions, policies and boundary', () => {
    const executionPolicies = [1, 2, 3].map(
      (number) => `arn:aws:iam::111122223333:policy/strongroom_prod_execution_${String(number)}`,
    );
    const [first, second, ...more] = bootstrapSteps(deliveredEnvironment(), undefined).map(stepText);
    expect(more).toEqual([]);
    expect(first?.split('\n')[1]).toBe(
      "npx cdk deploy --all --app 'node -r ts-node/register bin/delivery.ts' --context environment=prod",
    );
    expect(second?.split('\n')[1]).toBe(
      [
        'npx cdk bootstrap aws://111122223333/eu-central-1 aws://111122223333/us-east-1',
        '--qualifier portalprod --toolkit-stack-name CDKToolkit-portalprod --template .cache/bootstrap/prod.template.json',
        `--cloudformation-execution-policies ${executionPolicies.join(',')}`,
        '--custom-permissions-boundary strongroom_prod_execution_boundary --termination-protection',
      ].join(' '),
    );
  });

  it('gives CloudFormation all policies and the boundary that the first step makes for it, and no others', () => {
    for (const environment of [deliveredEnvironment(), withEveryKind()]) {
      const step = bootstrapStep(environment);
      const policies = wordAfter(step, '--cloudformation-execution-policies')?.split(',') ?? [];
      const boundary = wordAfter(step, '--custom-permissions-boundary') ?? '';
      const made = entriesOf(deliveryStacksOf(environment), 'AWS::IAM::ManagedPolicy').flatMap(({ resource }) => {
        const name = resource.Properties?.ManagedPolicyName as string | undefined;
        return name?.startsWith(`strongroom_${environment.name}_execution_`) === true ? [name] : [];
      });
      expect([...policies.map((arn) => arn.split(':policy/')[1]), boundary].sort()).toEqual(made.sort());
      expect(new Set(policies).size).toBe(policies.length);
    }
  });

  it('puts them on CloudFormation’s role by the template of the CDK in use', () => {
    const template = readFileSync(join(root, 'node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
    const role = template.split(/\n {2}(?=\w+:\n)/).find((part) => part.startsWith('CloudFormationExecutionRole:'));
    expect(role).toMatch(
      /ManagedPolicyArns:\n +Fn::If:\n +- HasCloudFormationExecutionPolicies\n +- Ref: CloudFormationExecutionPolicies\n/,
    );
    expect(role).toMatch(
      /PermissionsBoundary:\n +Fn::If:\n +- PermissionsBoundarySet\n +- Fn::Sub: 'arn:\$\{AWS::Partition\}:iam::\$\{AWS::AccountId\}:policy\/\$\{InputPermissionsBoundary\}'\n/,
    );
  });

  it('says which example it is about', () => {
    const [deploy] = bootstrapSteps(deliveredEnvironment(), 'file-store').map(stepText);
    expect(deploy).toContain('--context environment=prod --context application=file-store');
  });

  it('is the CDK’s own without a delivery, and says what CloudFormation then is', () => {
    const { delivery: _, ...environment } = deliveredEnvironment();
    const [step, ...more] = bootstrapSteps(environment, undefined).map(stepText);
    expect(more).toEqual([]);
    expect(step).toMatch(/^# .*CloudFormation becomes administrator of the account.*\n/);
    expect(step?.split('\n')[1]).toBe(
      'npx cdk bootstrap aws://111122223333/eu-central-1 aws://111122223333/us-east-1 --qualifier hnb659fds',
    );
  });
});

it('Who may deploy is asked only of an environment that says it', () => {
  const { delivery: _, ...environment } = deliveredEnvironment();
  expect(() => delivered(environment)).toThrow(NotDeliveredError);
});

describe('running the steps', () => {
  const steps = bootstrapSteps(deliveredEnvironment(), undefined);

  it('prints each, and runs none, unless it is told to', () => {
    const said: string[] = [];
    expect(runSteps(steps, { say: (text) => said.push(text) })).toBe(0);
    expect(said).toEqual(steps.map(stepText));
  });

  it('runs each with its own words, in order', () => {
    const ran: (readonly string[])[] = [];
    const cdk = (words: readonly string[]) => {
      ran.push(words);
      return 0;
    };
    expect(runSteps(steps, { say: () => undefined, cdk })).toBe(0);
    expect(ran).toEqual(steps.map(({ words }) => words));
  });

  it('ends with the first that fails', () => {
    const ran: (string | undefined)[] = [];
    const cdk = ([command]: readonly string[]) => {
      ran.push(command);
      return 7;
    };
    expect(runSteps(steps, { say: () => undefined, cdk })).toBe(7);
    expect(ran).toEqual(['deploy']);
  });
});

describe('the programs', () => {
  const withDelivery = ['-r', require.resolve('./fixtures/with-delivery.cjs')];

  function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { CDK_CONTEXT_JSON: _context, CDK_VALIDATION: _validation, ...inherited } = process.env;
    return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env: { ...inherited, ...env } });
  }

  it('print the steps of an environment', () => {
    const { status, stdout, stderr } = run([
      ...['-r', 'ts-node/register', ...withDelivery],
      ...['tools/strongroom/index.ts', 'bootstrap', '--environment', 'dev'],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith('npx cdk'))).toHaveLength(2);
  });

  it('print the bootstrap of an environment without a delivery, and what it lacks', () => {
    const { status, stdout } = run(['tools/strongroom/strongroom.cjs', 'bootstrap', '--environment', 'dev']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# .*with `delivery` in its configuration.*\nnpx cdk bootstrap aws:\/\/\d{12}\/\S+ /);
  });

  it('tell people what to write before anything of an environment is deployed by hand', () => {
    const { status, stderr } = run(['-r', 'ts-node/register', 'bin/delivery.ts'], {
      CDK_OUTDIR: join(folder, 'nothing'),
      CDK_CONTEXT_JSON: JSON.stringify({ environment: 'dev' }),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^environment dev has no `delivery`: put qualifier/);
    expect(stderr).not.toContain('    at ');
  });

  it('hand words and exit status of the others through', () => {
    const { status, stdout } = run(['tools/strongroom/strongroom.cjs', 'cost', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm run cost --');
    const refused = run(['tools/strongroom/strongroom.cjs', 'cost', '--environment', 'nowhere']);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("environment 'nowhere'");
  });

  it('synthesize who may deploy, and nothing in it breaks a rule of the packs', () => {
    const outdir = join(folder, 'delivery');
    const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
      context: Record<string, unknown>;
    };
    const { status, stderr } = run(['-r', 'ts-node/register', ...withDelivery, 'bin/delivery.ts'], {
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, environment: 'prod' }),
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const ending = /[0-9A-F]{8}\.template\.json$/;
    const templates = readdirSync(outdir).filter((file) => ending.test(file));
    expect(templates.map((file) => file.replace(ending, '')).sort()).toEqual([
      'prodBoundariesportal',
      'prodDelivery',
      'prodExecution1',
    ]);
  });
});
