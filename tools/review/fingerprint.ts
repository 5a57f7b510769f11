import { createHash } from 'node:crypto';

interface Surroundings {
  readonly account: string;
  readonly region: string;
}

/** The same text for equal values, whatever the order of their fields. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/**
 * A short name of a finding, by which a grant means it: the same in every run and in every account, and another for
 * anything else.
 *
 * 80 bits, so that nobody can make up a change that has the fingerprint of a granted one.
 */
export function fingerprintOf(kind: string, finding: unknown, { account, region }: Surroundings): string {
  const text = canonicalText(finding).replaceAll(account, '{account}').replaceAll(`:${region}:`, ':{region}:');
  const digest = createHash('sha256').update(`${kind}\n${text}`).digest('hex');
  return `${kind}-${digest.slice(0, 20)}`;
}
