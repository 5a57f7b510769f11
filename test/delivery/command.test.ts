import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { deliveryStacks } from '../../lib/stacks/delivery-stacks';
import { byHandFolder } from '../../tools/delivery/assembly/by-hand';
import { placesOf } from '../../tools/delivery/assembly/places';
import { deliveredEnvironment } from '../support/delivered';
import { environments } from '../support/templates';
import { type Answer, type Arrived, fakeServer } from './fake-server';

const root = join(__dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'delivery-'));
const assembly = join(home, 'assembly');

beforeAll(() => {
  const app = new App({ outdir: assembly });
  for (const environment of environments) new EnvironmentStage(app, environment);
  app.synth();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** The server that it calls is in this process, so it must not be waited for in one piece. */
async function run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const chosen = words.includes('--assembly') ? [] : ['--assembly', assembly];
    const program = ['-r', 'ts-node/register', 'tools/delivery/index.ts', ...words, ...chosen];
    const env = { PATH: process.env.PATH, HOME: home, ...environment };
    const child = spawn(process.execPath, program, { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

/** An assembly with an environment to which jobs deliver. @param isWhole whether what a person deploys stands beside it */
function deliveredAssembly(name: string, isWhole: boolean): string {
  const outdir = join(home, name);
  const environment = deliveredEnvironment();
  const app = new App({ outdir });
  new EnvironmentStage(app, environment);
  app.synth();
  const byHand = new App({ outdir: byHandFolder(outdir, environment.name) });
  if (isWhole) deliveryStacks(byHand, environment);
  byHand.synth();
  if (!isWhole) rmSync(join(outdir, 'delivery'), { recursive: true });
  return outdir;
}

/** An account in which nothing is deployed. */
function emptyAccount({ body }: Arrived): Answer {
  const operation = new URLSearchParams(body).get('Action') ?? '';
  const headers = { 'content-type': 'text/xml' };
  if (operation === 'AssumeRole') {
    const credentials =
      '<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>';
    const result = `<AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult>`;
    return { headers, body: `<AssumeRoleResponse>${result}</AssumeRoleResponse>` };
  }
  const error = '<Code>ValidationError</Code><Message>Stack with id x does not exist</Message>';
  return { status: 400, headers, body: `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>` };
}

it('knows of each environment where its stacks go, and the role that reads there', () => {
  for (const { name, account, region } of environments) {
    const places = placesOf(assembly, name);

    expect(places.flatMap(({ stacks }) => stacks).length).toBeGreaterThan(2);
    expect(places.map((place) => place.region)).toEqual([region, 'us-east-1']);
    expect(places.map(({ lookupRoleArn }) => lookupRoleArn)).toEqual(
      [region, 'us-east-1'].map((one) => `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${one}`),
    );
  }
});

it('names the environments that there are', () => {
  expect(() => placesOf(assembly, 'production')).toThrow("no environment 'production'");
  expect(() => placesOf(assembly, 'production')).toThrow('choose one of dev, staging, prod');
  expect(() => placesOf(home, 'prod')).toThrow('write it with npm run assembly');
});

it('runs its steps on the environment that the workflow names', async () => {
  const server = await fakeServer(emptyAccount);
  const variables = {
    STRONGROOM_ENVIRONMENT: 'prod',
    ACCEPTED_DRIFT: '',
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  };

  const [drift, accepted, smoke, note] = await Promise.all([
    run(['drift'], variables),
    run(['drift'], { ...variables, ACCEPTED_DRIFT: 'prod-Foundation/Bucket' }),
    run(['smoke'], variables),
    run(['rollback-note'], variables),
  ]);
  await server.close();

  expect(drift.output).toContain('Not deployed yet: strongroom-prod-foundation');
  expect(drift.status).toBe(0);
  expect(accepted.output).toContain('ACCEPTED_DRIFT of prod names what has not drifted: prod-Foundation/Bucket');
  expect(accepted.status).toBe(1);
  expect(smoke.output).toMatch(
    /prod does not keep what its templates promise:\n- stack strongroom-prod-.*: it is not there/,
  );
  expect(smoke.status).toBe(1);
  expect(note.output).toContain('not deployed; nothing to undo');
  expect(note.status).toBe(0);
}, 60_000);

it('stops before AWS is asked when the assembly is another one', async () => {
  const { status, output } = await run(['verify-assembly'], { STRONGROOM_ASSEMBLY_DIGEST: 'a'.repeat(64) });

  expect(output).toContain('is not the assembly that was synthesized');
  expect(status).toBe(1);
}, 60_000);

describe('an environment to which jobs deliver', () => {
  it('is not deployed before a person has prepared the account, of whom nothing else is asked', async () => {
    const server = await fakeServer(emptyAccount);

    const { status, output } = await run(['deploy', '--assembly', deliveredAssembly('delivered', true)], {
      STRONGROOM_ENVIRONMENT: 'prod',
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    });
    await server.close();

    expect(output).toContain('- StrongroomDelivery-prod: AWS::IAM::Role strongroom_prod_deploy\n');
    expect(output).toContain('runs, at this commit: npx strongroom bootstrap --environment prod --run\n');
    expect(status).toBe(1);
    const asked = new Set(server.calls.map(({ body }) => new URLSearchParams(body).get('Action')));
    expect([...asked].sort()).toEqual(['AssumeRole', 'DescribeStacks', 'GetTemplate']);
  }, 60_000);

  it('is compared with what a person deploys in its own Region alone, and reads as the role of its own bootstrap', () => {
    const [home, global] = placesOf(deliveredAssembly('read', true), 'prod');

    expect(home?.byHand.map(({ name }) => name)).toContain('StrongroomDelivery-prod');
    expect(global?.byHand).toEqual([]);
    expect(home?.lookupRoleArn).toContain(':role/cdk-portalprod-lookup-role-');
  });

  it('is refused in an assembly that lacks what a person deploys: nobody would ask for it', () => {
    expect(() => placesOf(deliveredAssembly('half', false), 'prod')).toThrow(
      'lacks what a person deploys for prod: write it with npm run assembly',
    );
  });
});
