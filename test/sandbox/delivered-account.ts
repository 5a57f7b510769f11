import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';

import { type Aws, awsAs, type Credentials } from '../../tools/sandbox/aws';
import { childEnvironment, offlineEnvironment } from '../../tools/sandbox/child-environment';
import { type Emulator, startEmulator } from '../../tools/sandbox/emulator';
import { type Ended, Processes } from '../../tools/sandbox/processes';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';
import { Workspace } from '../../tools/sandbox/workspace';
import { Repository } from '../workflows/repository';
import { configuration } from './delivered-environments';

function onlyEnvironment() {
  const [environment] = configuration.environments;
  if (environment === undefined) throw new Error('the team of the tests has no environment');
  return environment;
}

const environment = onlyEnvironment();
export const { account, region } = environment;

const root = join(__dirname, '../..');

/** The emulator with an IAM that knows more of a request. */
const requestFacts = `${join(__dirname, 'request_facts.py')}:app`;

const host = 'token.actions.githubusercontent.com';
type Job = 'deploy' | 'read-only';
type Checkout = 'laptop' | 'runner';

/** What GitHub says of the jobs of the two environments. */
export const subjects: Readonly<Record<Job, string>> = {
  deploy: 'repo:example@9919/portal@1296269:environment:prod',
  'read-only': 'repo:example@9919/portal@1296269:environment:prod-read-only',
};

/** What GitHub says of a job. */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
}

/** The identity token of a job. Its signature is nobody's: the emulator asks for the claims alone. */
function identityToken(claims: Partial<Claims> = {}): string {
  const all = { iss: `https://${host}`, aud: 'sts.amazonaws.com', sub: subjects.deploy, ...claims };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'RS256', typ: 'JWT' }), part(all), 'signature'].join('.');
}

/** How a job of continuous integration ended: each of its steps up to the first that failed. */
export interface EndedJob {
  readonly code: number;
  /** By the name of the script. */
  readonly output: Readonly<Record<string, string>>;
  readonly steps: readonly string[];
}

/** The emulator takes an account id as the access key of that account's administrator. */
const administrator: Credentials = { accessKeyId: account, secretAccessKey: 'test' };

export function roleArn(job: Job): string {
  return `arn:aws:iam::${account}:role/strongroom_prod_${job}`;
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
  };
}

/** A team with two checkouts, a person's and that of its jobs, and an account of the emulator into which nobody has delivered yet. */
export class DeliveredAccount {
  private constructor(
    private readonly processes: Processes,
    private readonly workspace: Workspace,
    public readonly emulator: Emulator,
    private readonly checkouts: Readonly<Record<Checkout, Repository>>,
  ) {}

  public static async open(): Promise<DeliveredAccount> {
    const tools = { processes: new Processes(), workspace: new Workspace() };
    try {
      const emulator = await startEmulator(loadProfile(defaultProfile), region, tools, requestFacts);
      const [laptop, runner] = (['laptop', 'runner'] as const).map((name) => checkoutIn(tools.workspace, name));
      if (laptop === undefined || runner === undefined) throw new Error('there are two checkouts');
      const opened = new DeliveredAccount(tools.processes, tools.workspace, emulator, { laptop, runner });
      await opened.makeIdentityProvider();
      return opened;
    } catch (error) {
      await tools.processes.stopAll();
      tools.workspace.remove();
      throw error;
    }
  }

  public async close(): Promise<void> {
    await this.processes.stopAll();
    this.workspace.remove();
  }

  /** @param who nobody else than the administrator by default */
  public as(who: Credentials = administrator): Aws {
    return awsAs(who, this.emulator.connection);
  }

  public edit(checkout: Checkout, file: string, from: string, to: string): void {
    this.checkouts[checkout].edit(file, from, to);
  }

  /** A file that a job has written. */
  public pathOf(file: string): string {
    return join(this.checkouts.runner.folder, file);
  }

  /** A script of package.json in a job that knows no way to AWS. */
  public async offline(script: string): Promise<Ended> {
    return this.run('runner', 'npm', ['run', '--silent', script], {});
  }

  /** What a person with administrator rights calls. */
  public async person(...words: readonly string[]): Promise<Ended> {
    const variables = { ...this.variables(), ...keysOf(administrator) };
    return this.run('laptop', process.execPath, ['tools/strongroom/strongroom.cjs', ...words], variables);
  }

  /**
   * The session that a job gets for its identity token.
   *
   * @throws AccessDenied of the emulator, whose IAM reads the trust of the role
   */
  public async session(job: Job, claims: Partial<Claims> = { sub: subjects[job] }): Promise<Credentials> {
    const { Credentials: taken } = await this.as().sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn(job),
        RoleSessionName: 'job',
        WebIdentityToken: identityToken(claims),
      }),
    );
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken,
    } = taken ?? {};
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }

  /** Runs the steps of a job as GitHub does, where an action has taken the role before the first of them. */
  public async gitHubJob(job: Job, scripts: readonly string[], digest = ''): Promise<EndedJob> {
    return this.steps(scripts, { ...keysOf(await this.session(job)), STRONGROOM_ASSEMBLY_DIGEST: digest });
  }

  /** Runs the steps of a job as GitLab does: it holds its identity token alone, for which the SDKs of AWS take the role. */
  public async gitLabJob(job: Job, scripts: readonly string[], digest: string): Promise<EndedJob> {
    return this.steps(scripts, {
      STRONGROOM_ASSEMBLY_DIGEST: digest,
      STRONGROOM_ID_TOKEN: identityToken({ sub: subjects[job] }),
      AWS_WEB_IDENTITY_TOKEN_FILE: join(this.workspace.folder, 'identity-token'),
      AWS_ROLE_ARN: roleArn(job),
    });
  }

  private async steps(scripts: readonly string[], more: NodeJS.ProcessEnv): Promise<EndedJob> {
    const variables = { ...this.variables(), STRONGROOM_ENVIRONMENT: environment.name, ...more };
    const output: Record<string, string> = {};
    const steps: string[] = [];
    for (const script of scripts) {
      const ended = await this.run('runner', 'npm', ['run', '--silent', script], variables);
      output[script] = ended.output;
      steps.push(script);
      if (ended.code !== 0) return { code: ended.code, output, steps };
    }
    return { code: 0, output, steps };
  }

  private variables(): NodeJS.ProcessEnv {
    const { certificateFile, home } = this.workspace;
    const place = { endpoint: this.emulator.connection.endpoint, region, certificateFile, home };
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...variables } = childEnvironment(process.env, place);
    return variables;
  }

  private async run(
    checkout: Checkout,
    program: string,
    words: readonly string[],
    variables: NodeJS.ProcessEnv,
  ): Promise<Ended> {
    const environment = { ...offlineEnvironment(process.env, this.workspace.home), ...variables };
    return this.processes.run({ program, words, folder: this.checkouts[checkout].folder, environment });
  }

  private async makeIdentityProvider(): Promise<void> {
    await this.as().iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: `https://${host}`, ClientIDList: ['sts.amazonaws.com'] }),
    );
  }
}

function checkoutIn(workspace: Workspace, name: Checkout): Repository {
  const repository = Repository.of(join(workspace.folder, name));
  copyFileSync(join(__dirname, 'delivered-environments.ts'), join(repository.folder, 'lib/config/environments.ts'));
  repository.edit('cdk.json', 'bin/app.ts', relative(root, require.resolve('./emulated-app')));
  // What was compiled here need not be compiled again for each of its syntheses.
  const compiled = join(root, '.cache/compile');
  for (const folder of [compiled, join(repository.folder, '.cache')]) mkdirSync(folder, { recursive: true });
  symlinkSync(compiled, join(repository.folder, '.cache/compile'), 'dir');
  // A person answers the CDK's question with yes; here nobody sits at a terminal.
  repository.edit('cdk.json', '"requireApproval": "broadening"', '"requireApproval": "never"');
  return repository;
}
