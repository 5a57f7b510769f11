import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { placesOf } from '../../tools/delivery/assembly/places';
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
    const program = ['-r', 'ts-node/register', 'tools/delivery/index.ts', ...words, '--assembly', assembly];
    const env = { PATH: process.env.PATH, HOME: home, ...environment };
    const child = spawn(process.execPath, program, { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
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
