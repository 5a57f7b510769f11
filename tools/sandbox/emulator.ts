import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import { type Aws, awsAs, type Connection } from './aws';
import { loopbackCertificate } from './certificate';
import { administrator, withoutForeign } from './child-environment';
import { EmulatorFailed } from './errors';
import { assertDescribedEmulator, assertEmulatorAccount, type EmulatorHealth } from './guard';
import type { Processes } from './processes';
import type { EmulatorProfile } from './profile';
import type { Workspace } from './workspace';

const address = '127.0.0.1';
const root = join(__dirname, '../..');
const python = join(root, '.venv/bin/python');
/** Of the emulator itself. */
const plainApplication = 'ministack.app:app';
/** Whose administrator may put events onto a bus in the name of AWS's services. */
export const speakingServices = `${join(__dirname, 'drill/speaking_services.py')}:app`;
const startUp = 20_000;
const attempts = 3;

/** A running emulator. */
export interface Emulator {
  readonly processId: number;
  /** Over TLS, as the room wants it. */
  readonly connection: Connection & { readonly certificatePem: string };
  /** Over plain HTTP, to show that the room refuses it. */
  readonly plainConnection: Connection;
  /** Clients of the account's administrator. */
  readonly administrator: Aws;
  /** The same in another Region. */
  readonly administratorIn: (region: string) => Aws;
  /** Lets it outlive the sandbox. */
  readonly release: () => void;
}

/** A port that is free now. It may be taken a moment later; then the emulator ends at once and another is tried. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new EmulatorFailed('no port is free', 'Close some programs');
  return bound.port;
}

function emulatorEnvironment(workspace: Workspace, port: number, profile: EmulatorProfile): NodeJS.ProcessEnv {
  const inherited = withoutForeign(process.env);
  return {
    ...inherited,
    // Functions are run with the first `node` on the path: the version that AWS runs.
    PATH: [join(root, 'node_modules/.bin'), inherited.PATH ?? ''].join(delimiter),
    HOME: workspace.home,
    TMPDIR: workspace.folder,
    BIND_HOST: address,
    MINISTACK_HOST: address,
    MINISTACK_ACCOUNT_ID: profile.account,
    GATEWAY_PORT: String(port),
    USE_SSL: '1',
    MINISTACK_SSL_CERT: workspace.certificateFile,
    MINISTACK_SSL_KEY: workspace.keyFile,
    // For the functions that it runs.
    NODE_EXTRA_CA_CERTS: workspace.certificateFile,
    AUTH: 'true',
    LAMBDA_EXECUTOR: 'local',
    // Both would open a port of their own.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
  };
}

/** The emulator's own server, with a second door: its command would bind port 443 as well, and serve no plain HTTP. */
function serverWords(
  workspace: Workspace,
  ports: { readonly tls: number; readonly plain: number },
  application: string,
): string[] {
  return [
    ...['-m', 'hypercorn', application, '--workers', '0', '--keep-alive', '75'],
    ...['--bind', `${address}:${String(ports.tls)}`, '--insecure-bind', `${address}:${String(ports.plain)}`],
    ...['--certfile', workspace.certificateFile, '--keyfile', workspace.keyFile],
  ];
}

async function health(endpoint: string): Promise<EmulatorHealth | undefined> {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) });
    return (await response.json()) as EmulatorHealth;
  } catch {
    return undefined;
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-12).join('\n');
}

/**
 * Starts the emulator on two random ports of 127.0.0.1 and makes sure that it is the one that the profile describes.
 *
 * @param application what hypercorn serves. @default - the emulator as it is
 * @throws EmulatorFailed, NotTheEmulator
 */
export async function startEmulator(
  profile: EmulatorProfile,
  region: string,
  { processes, workspace }: { readonly processes: Processes; readonly workspace: Workspace },
  application = plainApplication,
): Promise<Emulator> {
  if (!existsSync(python)) {
    throw new EmulatorFailed(`${python} is absent`, 'Run "npm run sandbox", which installs the pinned emulator');
  }
  const { certificatePem, keyPem } = loopbackCertificate(new Date());
  writeFileSync(workspace.certificateFile, certificatePem);
  writeFileSync(workspace.keyFile, keyPem, { mode: 0o600 });

  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const ports = { tls: await freePort(), plain: await freePort() };
    const plainConnection = { endpoint: `http://${address}:${String(ports.plain)}`, region };
    const connection = { endpoint: `https://${address}:${String(ports.tls)}`, region, certificatePem };
    const child = processes.start(
      {
        program: python,
        words: serverWords(workspace, ports, application),
        folder: workspace.folder,
        environment: emulatorEnvironment(workspace, ports.tls, profile),
      },
      workspace.emulatorLog,
    );
    const deadline = Date.now() + startUp;
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const answer = await health(plainConnection.endpoint);
      if (answer === undefined) {
        await sleep(25);
        continue;
      }
      assertDescribedEmulator(answer, profile);
      const aws = awsAs(administrator, connection);
      const identity = await aws.sts.send(new GetCallerIdentityCommand({}));
      assertEmulatorAccount(identity.Account, profile);
      return {
        processId: child.pid ?? 0,
        connection,
        plainConnection,
        administrator: aws,
        administratorIn: (other) => awsAs(administrator, { ...connection, region: other }),
        release: () => processes.release(child),
      };
    }
    if (child.exitCode === null) break;
  }
  throw new EmulatorFailed(
    `the emulator did not start:\n${lastLines(workspace.emulatorLog)}`,
    'Delete .venv, run the sandbox again, and see whether it installs without an error',
  );
}
