import type { Credentials, KeyTrial } from '../access-keys/ports';
import type { Trial } from '../access-keys/trial';
import { CallFailed, wasRefused } from '../rotation/errors';
import { parseObject } from '../rotation/json';
import type { Clock } from '../rotation/ports';
import type { Health } from './health';

/** A rotated key reaches all of AWS within seconds; what refuses it longer is no delay. */
const tries = 3;
const millisecondsBetweenTries = 3000;

/** One key and what it is for. */
export interface ProbedAccess {
  /** Where the key was read. */
  readonly secret: string;
  readonly user: string;
  readonly region: string;
  readonly trial: Trial;
}

function text(field: unknown): string | undefined {
  return typeof field === 'string' && field !== '' ? field : undefined;
}

function aboutKey({ secret, region, trial }: ProbedAccess, { accessKeyId, secretAccessKey }: Partial<Credentials>) {
  return {
    secret,
    region,
    ...(trial.call === 'list-objects' ? { bucket: trial.bucket, prefix: trial.prefix } : {}),
    hasKeyId: accessKeyId !== undefined,
    hasSecret: secretAccessKey !== undefined,
  };
}

/**
 * Whether the key in a value does what it is for: it is used for real, with itself and nothing else, so that no other
 * identity can answer in its place.
 *
 * @param value of the secret; absent when it has none
 */
export async function probe(
  access: ProbedAccess,
  value: string | undefined,
  ports: { readonly trial: KeyTrial; readonly clock: Clock },
): Promise<Health> {
  if (value === undefined) {
    const reason = 'The secret has no value yet: its first rotation makes it';
    return { status: 'not_configured', ...aboutKey(access, {}), reason };
  }
  const fields = parseObject(value) ?? {};
  const accessKeyId = text(fields.accessKeyId);
  const secretAccessKey = text(fields.secretAccessKey);
  const about = aboutKey(access, { accessKeyId, secretAccessKey });
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return { status: 'not_configured', ...about, reason: 'The value has no accessKeyId or no secretAccessKey' };
  }
  if (fields.userName !== access.user) {
    return { status: 'connection_failed', ...about, reason: `The value does not name user ${access.user}` };
  }
  return { ...(await connect(access, { accessKeyId, secretAccessKey }, ports)), ...about };
}

async function connect(
  access: ProbedAccess,
  credentials: Credentials,
  { trial, clock }: { readonly trial: KeyTrial; readonly clock: Clock },
): Promise<Pick<Health, 'status' | 'reason'>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(access, credentials, trial);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (attempt === tries) return { status: 'connection_failed', reason: reasonOf(error) };
      await clock.sleep(millisecondsBetweenTries);
    }
  }
}

async function once(
  access: ProbedAccess,
  credentials: Credentials,
  trial: KeyTrial,
): Promise<Pick<Health, 'status' | 'reason'>> {
  const arn = await trial.identity(credentials);
  if (!arn.endsWith(`/${access.user}`)) {
    return { status: 'connection_failed', reason: `The key belongs to ${arn}, not to user ${access.user}` };
  }
  try {
    await trial.use(credentials);
    return { status: 'connected' };
  } catch (error) {
    if (!access.trial.mayBeDenied || !wasRefused(error, 'denied')) throw error;
    return {
      status: 'connected',
      reason: 'The key works. What it may reach can be tried from the addresses of its consumer only, if at all',
    };
  }
}

function reasonOf({ call, refusal, code }: CallFailed): string {
  switch (refusal) {
    case 'unknown-key':
      return `AWS does not know the key, or it is inactive (${call}: ${code})`;
    case 'wrong-signature':
      return `AWS knows the key and refuses its secret part (${call}: ${code})`;
    case 'denied':
      return `The key works and may not do what it is for (${call}: ${code})`;
    case 'not-found':
      return `What the key is for does not exist (${call}: ${code})`;
    default:
      return `AWS did not answer as it must (${call}: ${code})`;
  }
}
