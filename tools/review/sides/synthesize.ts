import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ReviewError } from '../review-error';

/** Variables by which a synthesis could reach an account, or become another one than beside it. */
const foreign = /^(AWS_|CDK_|BOTO_|TS_NODE_)/;

/** The same on both sides, so that nothing but the code makes a difference. */
function environmentOf(context: Readonly<Record<string, unknown>>, out: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_OUTDIR: out,
    // Whether the templates are well made is told by the synthesis of the pull request itself.
    CDK_VALIDATION: 'false',
  };
}

interface CdkSettings {
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

function settingsOf(folder: string): CdkSettings {
  const file = path.join(folder, 'cdk.json');
  try {
    const { app, context } = JSON.parse(readFileSync(file, 'utf8')) as Partial<CdkSettings>;
    if (typeof app === 'string') return { app, context: context ?? {} };
  } catch (cause) {
    throw new ReviewError(`${file} cannot be read: the commit is no application of the CDK`, { cause });
  }
  throw new ReviewError(`${file} names no app: the commit is no application of the CDK`);
}

/** Lines of an error that are worth reading. */
const mostLines = 30;

/** What the command line of the CDK tells an application beside cdk.json. */
const toldByCommandLine = {
  'aws:cdk:version-reporting': false,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:bundling-stacks': ['**'],
};

/**
 * For reading alone: this application then synthesizes with each environment who delivers it, so that these roles, policies
 * and boundaries are reviewed too. Another one, or an older commit, asks for no such key.
 */
const forReading = { delivery: 'true' };

/**
 * Synthesizes an application as `cdk synth` does, by its own code, with nothing that leads to AWS.
 *
 * @param context more of it, equal on both sides: `{ application: 'clinic-attachments' }`
 * @throws ReviewError with the end of what the application printed
 */
export function synthesize(folder: string, out: string, context: Readonly<Record<string, unknown>>): void {
  const settings = settingsOf(folder);
  const environment = environmentOf({ ...settings.context, ...toldByCommandLine, ...forReading, ...context }, out);
  const ended = spawnSync(settings.app, { cwd: folder, env: environment, encoding: 'utf8', shell: true });
  if (ended.status === 0) return;
  const told = `${ended.stdout}${ended.stderr}`.trim().split('\n').slice(-mostLines).join('\n');
  throw new ReviewError(`${folder} cannot be synthesized:\n${told}`);
}
