import { NotTheEmulator } from './errors';
import type { EmulatorProfile } from './profile';

/** 127.0.0.0/8 and ::1, as the WHATWG URL parser spells them. */
const loopback = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * Refuses any endpoint that could be another machine.
 *
 * Names are refused too, `localhost` among them: what a name stands for is decided elsewhere.
 *
 * @throws NotTheEmulator
 */
export function assertLoopback(endpoint: string): URL {
  const url = URL.parse(endpoint);
  const isLoopback = url !== null && /^https?:$/.test(url.protocol) && loopback.test(url.hostname);
  if (!isLoopback) {
    throw new NotTheEmulator(
      `the endpoint '${endpoint}' is not a loopback address`,
      'The sandbox talks to 127.0.0.1 or [::1] only, so that nothing is ever deployed to a real account by mistake',
    );
  }
  return url;
}

/**
 * Refuses to go on unless the caller is in the account that the emulator plays.
 *
 * @param account what `sts get-caller-identity` answered through the endpoint
 * @throws NotTheEmulator
 */
export function assertEmulatorAccount(account: string | undefined, profile: EmulatorProfile): void {
  if (account === profile.account) return;
  throw new NotTheEmulator(
    `the endpoint answers for account ${account ?? '(none)'}, but ${profile.emulator} plays account ${profile.account}`,
    'Something else listens there: stop it, or find out which program it is, before you run the sandbox again',
  );
}

/** What the emulator says about itself. */
export interface EmulatorHealth {
  readonly version?: unknown;
  readonly auth?: unknown;
}

/**
 * Refuses an emulator that is not the one the profile describes, or that lets everybody do everything.
 *
 * @throws NotTheEmulator
 */
export function assertDescribedEmulator(health: EmulatorHealth, profile: EmulatorProfile): void {
  if (health.version !== profile.version) {
    throw new NotTheEmulator(
      `the emulator says it is version ${String(health.version)}, but its profile describes ${profile.version}`,
      'Delete .venv and run the sandbox again: it installs the pinned version',
    );
  }
  if (health.auth !== 'enabled') {
    throw new NotTheEmulator(
      'the emulator does not evaluate policies',
      'It must be started with AUTH=true, or everything that the sandbox shows would be allowed to everybody',
    );
  }
}
