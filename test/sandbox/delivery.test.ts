import { DescribeStacksCommand, type Stack, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

import type { Aws } from '../../tools/sandbox/aws';
import type { Ended } from '../../tools/sandbox/processes';
import { jobsOf, stepsOf, written } from '../workflows/workflow';
import { describeExecution } from './describe-execution';
import { account, DeliveredAccount, type EndedJob, region, roleArn, subjects } from './delivered-account';

jest.setTimeout(300_000);

const configuration = 'lib/config/environments.ts';
const assembly = '.cache/delivery/assembly';
const byHand = ['StrongroomBoundaries-prod-archive', 'StrongroomDelivery-prod', 'StrongroomExecution-prod-1'];
const bucket = `portal-prod-${account}-${region}`;

/** What a job does when all goes well, one script of package.json after another. */
function scriptsOf(file: string, id: string): string[] {
  const place = jobsOf(written()).find((one) => one.file === file && one.id === id);
  if (place === undefined) throw new Error(`${file} has no job ${id}`);
  return stepsOf(place).flatMap(({ run, if: condition }) =>
    condition === undefined ? (/^npm run ([\w-]+)$/.exec(run ?? '')?.[1] ?? []) : [],
  );
}

const deployment = scriptsOf('deploy-environment.yml', 'deploy');
const nightly = scriptsOf('nightly.yml', 'drift');

let team: DeliveredAccount;
let prepared: Ended;
let synthesized: Ended;
let early: EndedJob;
let stacksAfterEarly: readonly (Stack | undefined)[];
let preparedAgain: Ended;
let byHandBefore: readonly (Stack | undefined)[];
let delivered: EndedJob;
let watched: EndedJob;
let refused: EndedJob;
let drifted: EndedJob;

async function stackCalled(StackName: string): Promise<Stack | undefined> {
  const asked = team.as().cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return (await asked.catch(() => undefined))?.Stacks?.[0];
}

function addWorkload(checkout: 'laptop' | 'runner'): void {
  team.edit(checkout, configuration, "[workload('portal')]", "[workload('portal'), workload('archive')]");
}

/** Lets somebody else take the deploy role, as a person could by hand, for as long as the work takes. */
async function whileTrustIsWider<Result>(work: () => Promise<Result>): Promise<Result> {
  const { iam } = team.as();
  const RoleName = roleArn('deploy').split('/').at(-1);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const own = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const wider = own.replace(subjects.deploy, 'repo:example@9919/portal@1296269:pull_request');
  const trust = (PolicyDocument: string) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await trust(wider);
  try {
    return await work();
  } finally {
    await trust(own);
  }
}

beforeAll(async () => {
  team = await DeliveredAccount.open();
  addWorkload('runner');
  // The person is a commit behind: the workload came with a merge.
  [prepared, synthesized] = await Promise.all([
    team.person('bootstrap', '--environment', 'prod', '--run'),
    team.offline('assembly'),
  ]);
  // Nothing below would say why.
  for (const { code, output } of [prepared, synthesized]) if (code !== 0) throw new Error(output.slice(-4000));
  const digest = /^digest=(.*)$/m.exec(synthesized.output)?.[1] ?? '';
  early = await team.gitHubJob('deploy', ['verify-assembly', 'deploy'], digest);
  stacksAfterEarly = await Promise.all(['strongroom-prod-foundation', 'strongroom-prod-archive'].map(stackCalled));
  addWorkload('laptop');
  preparedAgain = await team.person('bootstrap', '--environment', 'prod', '--run');
  byHandBefore = await Promise.all(byHand.map(stackCalled));
  delivered = await team.gitLabJob('deploy', ['identity-token', ...deployment], digest);
  [watched, refused] = await Promise.all([
    team.gitHubJob('read-only', nightly, digest),
    team.gitHubJob('read-only', ['deploy']),
  ]);
  drifted = await whileTrustIsWider(() => team.gitHubJob('read-only', ['drift']));
});

afterAll(() => team.close());

describe('an account', () => {
  it('is prepared by the one command of a person: who may deploy, then by which roles', () => {
    expect(prepared).toMatchObject({ code: 0 });
    expect(prepared.output).toContain(`DeployRoleArn = ${roleArn('deploy')}\n`);
    for (const place of [region, 'us-east-1']) {
      expect(prepared.output).toContain(`Environment aws://${account}/${place} bootstrapped.`);
    }
  });

  it('is not deployed to before it is prepared for all that the commit needs', () => {
    expect(early.steps).toEqual(['verify-assembly', 'deploy']);
    expect(early.code).toBe(1);
    expect(early.output.deploy).toContain(
      '- StrongroomBoundaries-prod-archive: AWS::IAM::ManagedPolicy strongroom_prod_boundary_consumers_archive\n',
    );
    expect(early.output.deploy).toContain('npx strongroom bootstrap --environment prod --run');
    expect(stacksAfterEarly).toEqual([undefined, undefined]);
  });

  it('is prepared again by the command that the job has told', () => {
    expect(preparedAgain).toMatchObject({ code: 0 });
  });
});

describe('a job of main', () => {
  it('brings the assembly into the account with nothing but its identity token', async () => {
    expect(delivered).toMatchObject({ code: 0, steps: ['identity-token', ...deployment] });
    const archive = await stackCalled('strongroom-prod-archive');
    expect(archive).toMatchObject({ StackStatus: 'CREATE_COMPLETE', EnableTerminationProtection: true });
    expect(archive?.RoleARN ?? '').toMatch(/^$|cfn-exec-role/);
    expect(delivered.output.smoke).toMatch(/ 0 broken/);
  });

  it('leaves alone what a person has deployed, which is no part of what it brings', async () => {
    const { stacksRecursively } = new CloudAssembly(team.pathOf(assembly));
    expect(stacksRecursively.map(({ stackName }) => stackName).sort()).toEqual([
      ...['strongroom-prod-archive', 'strongroom-prod-foundation', 'strongroom-prod-global-events'],
      'strongroom-prod-portal',
    ]);
    const lastChange = (stack: Stack | undefined) => stack?.LastUpdatedTime ?? stack?.CreationTime;
    expect(byHandBefore.map(lastChange)).not.toContain(undefined);
    expect((await Promise.all(byHand.map(stackCalled))).map(lastChange)).toEqual(byHandBefore.map(lastChange));
  });
});

describe('a job at night', () => {
  it('compares everything, what a person has deployed too, and looks at what is promised', () => {
    expect(watched).toMatchObject({ code: 0, steps: nightly });
    expect(watched.output.drift).toMatch(/None: (\d+) of \1 stacks compared/);
    expect(watched.output.smoke).toMatch(/ 0 broken/);
  });

  it('cannot deploy', () => {
    expect(refused.code).not.toBe(0);
    expect(refused.output.deploy).toMatch(/assumed-role\/strongroom_prod_read-only\/job is not authorized to perform/);
  });

  it('rings when somebody else may deploy', () => {
    expect(drifted.code).toBe(1);
    expect(drifted.output.drift).toMatch(
      new RegExp(`prod has drifted: StrongroomDelivery-prod/DeployRole\\w+\\. Find out in the trail`),
    );
  });
});

describe('a role is taken', () => {
  const own = 'repo:example@9919/portal@1296269';

  it.each([
    ['a pull request', { sub: `${own}:pull_request` }],
    ['a branch', { sub: `${own}:ref:refs/heads/main` }],
    ['another environment', { sub: `${own}:environment:staging` }],
    ['the environment that only looks', { sub: subjects['read-only'] }],
    ['a repository that took the name over', { sub: 'repo:example@9919/portal@7:environment:prod' }],
    ['a repository without its numbers', { sub: 'repo:example/portal:environment:prod' }],
    ['a token for another service', { aud: 'https://github.com/example' }],
    ['another provider', { iss: 'https://tokens.example.com' }],
  ])('by no job of %s', async (_what, claims) => {
    await expect(team.session('deploy', claims)).rejects.toThrow('Not authorized to perform');
  });

  it('only to look by the job that looks', async () => {
    await expect(team.session('read-only')).resolves.toBeDefined();
    await expect(team.session('read-only', { sub: subjects.deploy })).rejects.toThrow('Not authorized to perform');
  });
});

describe('the session of a job', () => {
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const take = (name: string) => (aws: Aws) =>
    aws.sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${name}`, RoleSessionName: 'job' }));
  const bootstrapRole = (name: string) => `cdk-portalprod-${name}-role-${account}-${region}`;

  it.each<[string, (aws: Aws) => Promise<unknown>]>([
    ['lists no file', ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: bucket }))],
    ['reads no file', ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'files/letter.txt' }))],
    ['reads no secret', (aws) => aws.secrets.send(new GetSecretValueCommand({ SecretId: 'portal/prod/database' }))],
    ['makes no role', ({ iam }) => iam.send(new CreateRoleCommand({ RoleName: 'mine', AssumeRolePolicyDocument }))],
    ['takes no role of a consumer', take('portal-prod-server')],
    ['takes no role of CloudFormation', take(bootstrapRole('cfn-exec'))],
    ['takes not the role of the other job', take('strongroom_prod_read-only')],
  ])('%s', async (_what, ask) => {
    const aws = team.as(await team.session('deploy'));
    await expect(ask(aws)).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) as unknown });
  });

  it('takes the roles of its own bootstrap, in the night the one that looks alone', async () => {
    const [deploy, readOnly] = await Promise.all([team.session('deploy'), team.session('read-only')]);
    for (const name of ['deploy', 'file-publishing', 'lookup']) {
      await expect(take(bootstrapRole(name))(team.as(deploy))).resolves.toBeDefined();
    }
    await expect(take(bootstrapRole('lookup'))(team.as(readOnly))).resolves.toBeDefined();
    for (const name of ['deploy', 'file-publishing']) {
      await expect(take(bootstrapRole(name))(team.as(readOnly))).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });
});

it('The bootstrap’s deploy role changes the stacks of the environment, and neither those of a person nor any other', async () => {
  const taken = await team.as(await team.session('deploy')).sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/cdk-portalprod-deploy-role-${account}-${region}`,
      RoleSessionName: 'job',
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = taken.Credentials ?? {};
  const { cloudFormation } = team.as({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
  const protect = (StackName: string) =>
    cloudFormation.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true }));
  for (const stack of [...byHand, 'CDKToolkit-portalprod', 'another-application']) {
    await expect(protect(stack)).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) as unknown });
  }
  await expect(protect('strongroom-prod-foundation')).resolves.toBeDefined();
});

describeExecution(() => team);
