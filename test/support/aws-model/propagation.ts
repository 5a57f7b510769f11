import { type KeyState, SECOND, type World } from './world';

export type Service = 'sts' | 's3' | 'iam';

interface Delay {
  /** From then on a new key is accepted. */
  readonly accepted: number;
  /** Between these it is refused again. */
  readonly relapse: readonly [number, number];
  /** For so long after its deactivation or deletion a key still works. */
  readonly revoked: number;
}

/**
 * No figure is official (rotation.md 2). Acceptance: reports of 3–5 s, a mean of 5 s, 8 s and 10–15 s; a key worked on
 * STS and S3 while IAM still refused it (botocore PR 3600); failures also come after a success
 * (rhyeal/aws-rotate-iam-keys 81). Revocation: about 3–4 s.
 */
const delays: Readonly<Record<Service, Delay>> = {
  sts: { accepted: 4 * SECOND, relapse: [6 * SECOND, 9 * SECOND], revoked: 3 * SECOND },
  s3: { accepted: 5 * SECOND, relapse: [7 * SECOND, 8 * SECOND], revoked: 4 * SECOND },
  iam: { accepted: 12 * SECOND, relapse: [13 * SECOND, 15 * SECOND], revoked: 4 * SECOND },
};

function acceptsActive({ createdAt, statusSince }: KeyState, { accepted, relapse }: Delay, now: number): boolean {
  const age = now - statusSince;
  const isNew = statusSince === createdAt;
  return age >= accepted && !(isNew && age >= relapse[0] && age < relapse[1]);
}

/** Whether a service accepts a key now. */
export function accepts({ user, now }: World, service: Service, id: string): boolean {
  const delay = delays[service];
  const key = user.keys.find((candidate) => candidate.id === id);
  if (key?.status === 'Active') return acceptsActive(key, delay, now);
  const revokedAt = key?.statusSince ?? user.gone.find((candidate) => candidate.id === id)?.at;
  return revokedAt !== undefined && now - revokedAt < delay.revoked;
}

/** From when on nobody gets new sessions with a key that was stopped. */
export function refusedSince({ statusSince }: KeyState): number {
  return statusSince + delays.sts.revoked;
}

/** Whether a key is past every relapse of the services that a consumer works with. */
export function isSettled({ user, now }: World, id: string): boolean {
  const key = user.keys.find((candidate) => candidate.id === id);
  if (key?.status !== 'Active') return false;
  return now - key.createdAt >= Math.max(delays.sts.relapse[1], delays.s3.relapse[1]);
}
