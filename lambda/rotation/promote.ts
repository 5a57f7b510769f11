import { RotationStopped, wasRefused } from './errors';
import type { Bookkeeping, JournalEntry } from './journal';
import { type HeldLease, underLease } from './lease';
import { CURRENT, PENDING, type SecretVersion } from './ports';
import type { RotationPorts, StepContext } from './run-step';
import { hasStage, readStored, versionWith } from './versions';

/**
 * The pending value, which the steps after `createSecret` need.
 *
 * @throws RotationStopped `no-pending-value`
 */
export async function readPending(context: StepContext, ports: RotationPorts): Promise<SecretVersion> {
  const version = await readStored(ports, context.token, PENDING);
  if (version === undefined) {
    throw new RotationStopped(
      'no-pending-value',
      context.secret,
      `version ${context.token} has no value yet`,
      'Secrets Manager tries the rotation again from its first step; if that keeps failing, read the log of createSecret',
    );
  }
  return version;
}

/**
 * The value to be tested. Before the first rotation a deployment rehearses with a version that has none: there is
 * nothing to test then, and nothing will be promoted.
 *
 * @throws RotationStopped `no-pending-value` where a current value shows that there must be one
 */
export async function readForTest(
  context: StepContext,
  ports: RotationPorts,
  current: SecretVersion | undefined,
): Promise<SecretVersion | undefined> {
  return current === undefined ? readStored(ports, context.token, PENDING) : readPending(context, ports);
}

async function moveCurrent(context: StepContext, { store }: RotationPorts): Promise<void> {
  const { description, token } = context;
  try {
    await store.moveStage(CURRENT, versionWith(description, CURRENT), token);
  } catch (error) {
    // The label may have moved although the answer was lost, or a try before this one may have moved it.
    if (wasRefused(error, 'conflict', 'unknown-outcome') && hasStage(await store.describe(), token, CURRENT)) return;
    throw error;
  }
}

function promoted(bookkeeping: Bookkeeping, token: string, since: Date): Bookkeeping {
  const keys = Object.entries(bookkeeping.keys).map(
    ([id, record]) => [id, record.versionId === token ? { ...record, promoted: true } : record] as const,
  );
  return { ...bookkeeping, keys: Object.fromEntries(keys), current: { versionId: token, since: since.toISOString() } };
}

/** The emergency that a rotation answers, if it answers one. */
export function answeredEmergency({ bookkeeping, requests }: JournalEntry, token: string): string | undefined {
  return bookkeeping.emergencyToken === token ? requests.emergency : undefined;
}

/** The bookkeeping once its emergency is answered. */
export function withoutEmergency({ emergencyToken: _, ...bookkeeping }: Bookkeeping): Bookkeeping {
  return bookkeeping;
}

async function writePromotion(
  { token }: StepContext,
  { clock }: RotationPorts,
  held: HeldLease,
  endsEmergency: boolean,
): Promise<void> {
  const bookkeeping = promoted(held.bookkeeping, token, clock.now());
  const emergency = endsEmergency ? answeredEmergency(held, token) : undefined;
  await held.writeAndRelease({
    bookkeeping: emergency === undefined ? bookkeeping : withoutEmergency(bookkeeping),
    audit: { what: 'promoted', step: 'finishSecret', token },
    ...(emergency === undefined ? {} : { done: { emergency } }),
  });
}

/**
 * Makes the pending version current, by compare-and-swap, and writes down when. Nothing destructive comes after it.
 *
 * It asks for no record of the test. Secrets Manager calls `finishSecret` only after `testSecret` has succeeded and goes
 * back to `createSecret` after any failure; the value under a token never changes, so what was proven once stays proven
 * however late the step arrives; and by the function's policy nobody but Secrets Manager, for this one secret, may call
 * it. Whoever could get around that could move the label by hand. A record would take a second lease for each rotation,
 * and the test would fail whenever the retirement is at work; a proof anew would fail where a new key relapses.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 * @param endsEmergency whether an emergency is over with the promotion alone
 * @returns the journal as it was found
 */
export async function promote(
  context: StepContext,
  ports: RotationPorts,
  endsEmergency: boolean,
): Promise<JournalEntry> {
  return underLease(ports, context.secret, async (held) => {
    await moveCurrent(context, ports);
    await writePromotion(context, ports, held, endsEmergency);
    return held;
  });
}

/** Writes the promotion down where a lost answer or a crash kept it from being written. Otherwise only reads. */
export async function recordPromotion(
  context: StepContext,
  ports: RotationPorts,
  endsEmergency: boolean,
): Promise<JournalEntry> {
  const entry = await ports.journal.read();
  if (entry.bookkeeping.current?.versionId === context.token) return entry;
  await underLease(ports, context.secret, (held) => writePromotion(context, ports, held, endsEmergency));
  return entry;
}
