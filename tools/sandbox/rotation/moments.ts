import type { Secret } from '../../../lib/config/secrets';

/** A secret whose key rotates with an overlap. */
export type AccessKeySecret = Extract<Secret, { readonly kind: 'access-key' }>;

/** What is left of the old key, so many days after the rotation. */
export type OldKey = 'works' | 'inactive' | 'deleted';

/** What is left of the old key of a secret. @param days since the new key is current */
export function oldKeyAfter({ rotation: { overlapDays, watchDays } }: AccessKeySecret, days: number): OldKey {
  if (days < overlapDays) return 'works';
  return days < overlapDays + watchDays ? 'inactive' : 'deleted';
}

/** Days after a rotation that are worth a look: the day before anything is due, and each day on which something is. */
export function momentsOf(secrets: readonly AccessKeySecret[]): number[] {
  const days = secrets.flatMap(({ rotation: { overlapDays, watchDays } }) => [
    overlapDays - 1,
    overlapDays,
    overlapDays + watchDays,
  ]);
  return [...new Set(days)].sort((one, other) => one - other);
}

const words: Readonly<Record<OldKey, string>> = {
  works: 'nothing is due',
  inactive: 'the old key is deactivated',
  deleted: 'the old key is deleted',
};

/** The same for several secrets, in words. */
export function whatIsDue(secrets: readonly AccessKeySecret[], days: number): string {
  const due = secrets
    .filter((secret) => momentsOf([secret]).includes(days))
    .map((secret) => words[oldKeyAfter(secret, days)]);
  return [...new Set(due)].join('; ');
}
