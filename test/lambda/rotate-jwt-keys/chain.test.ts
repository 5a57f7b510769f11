import fc from 'fast-check';

import type { Algorithm } from '../../../lambda/rotate-jwt-keys/jwk';
import type { StoredKeySet } from '../../../lambda/rotate-jwt-keys/key-set';
import { leastSecondsBetweenRotations, numericDate } from '../../../lambda/rotate-jwt-keys/times';
import { signToken, verifyToken } from '../../../lambda/rotate-jwt-keys/tokens';
import { after, algorithms, keySetOf, keysOf, kindAt, make, start, version } from './given';

/** A value that became current so many seconds after the start. */
interface Promoted {
  readonly at: number;
  readonly keys: StoredKeySet;
}

interface Rotation {
  /** Between the least interval and this rotation. */
  readonly pause: number;
  /** Between making and promotion. */
  readonly wait: number;
}

interface Use {
  /** When the token is issued, as a share of the chain's length. */
  readonly issued: number;
  /** How much of its life has passed when it is verified. */
  readonly lived: number;
  /** How old the values are that signer and verifier serve from their caches, as a share of the cache life. */
  readonly signerCache: number;
  readonly verifierCache: number;
  /** How far the clocks are off, in seconds. */
  readonly signerClock: number;
  readonly verifierClock: number;
}

const promotionWindow = 4 * 3600;
const least = { cacheSeconds: 3600, tokenMinutes: 30 };

const rotations = fc.array(
  fc.record({ pause: fc.integer({ min: 1, max: 7200 }), wait: fc.integer({ min: 0, max: promotionWindow }) }),
  { minLength: 2, maxLength: 5 },
);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const clock = fc.integer({ min: -150, max: 150 });
const uses = fc.array(
  fc.record<Use>({
    issued: share,
    lived: share,
    signerCache: share,
    verifierCache: share,
    signerClock: clock,
    verifierClock: clock,
  }),
  { minLength: 10, maxLength: 20 },
);

async function chain(algorithm: Algorithm, plan: readonly Rotation[]): Promise<readonly Promoted[]> {
  const specification = keySetOf(algorithm, least);
  let current = version(await make(specification, start), start, 'version-0');
  const values: Promoted[] = [{ at: 0, keys: keysOf(current) }];
  let made = 0;
  for (const [index, { pause, wait }] of plan.entries()) {
    made += leastSecondsBetweenRotations(least) + pause;
    const before = values.at(-1)?.at ?? 0;
    const promoted = [current.versionId, after(before)] as const;
    const value = await make(specification, after(made), { current, promoted });
    const pending = version(value, after(made), `version-${index + 1}`);
    await kindAt(specification, after(made)).prove(pending, current);
    kindAt(specification, after(made + wait)).assertPromotable(pending);
    values.push({ at: made + wait, keys: keysOf(pending) });
    current = pending;
  }
  return values;
}

/** The newest value at a time. */
function valueAt(values: readonly Promoted[], seconds: number): StoredKeySet {
  const known = values.filter(({ at }) => at <= Math.max(0, seconds)).at(-1);
  if (known === undefined) throw new Error('the chain begins at zero');
  return known.keys;
}

// Hundreds of signatures, on a machine that may have other work.
jest.setTimeout(60_000);

describe.each(algorithms)('a chain of rotations of %s', (algorithm) => {
  it('keeps every token verifiable until it expires, whatever signers and verifiers have in their caches', async () => {
    await fc.assert(
      fc.asyncProperty(rotations, uses, async (plan, every) => {
        const values = await chain(algorithm, plan);
        const end = (values.at(-1)?.at ?? 0) + 7200;
        for (const use of every) await verifyUse(values, end, use);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the last token of every key, with the oldest caches and the promotion as late as can be', async () => {
    const latest = { pause: 1, wait: promotionWindow };
    const earliest = { pause: 1, wait: 0 };
    const values = await chain(algorithm, [latest, earliest, latest, earliest]);
    for (const { at } of values.slice(1)) {
      const issued = at + least.cacheSeconds - 1;
      for (const verifierCache of [0, 0.5, 1]) {
        await verifyTimes(values, {
          issued,
          verified: issued + least.tokenMinutes * 60 - 1,
          signerCache: 1,
          verifierCache,
        });
      }
    }
  });

  it('has no token verify once its key is retired and over', async () => {
    const [first, second] = await chain(algorithm, [{ pause: 1, wait: 0 }]);
    if (first === undefined || second === undefined) throw new Error('the chain has two values');
    const notAfter = second.keys.retired?.notAfter ?? 0;
    const token = await signToken(first.keys.signing, first.keys, start, notAfter + 3600);
    await expect(verifyToken(token, second.keys, new Date(notAfter * 1000))).resolves.toBeDefined();
    await expect(verifyToken(token, second.keys, new Date((notAfter + 1) * 1000))).rejects.toThrow(/no key of the set/);
  });
});

async function verifyUse(values: readonly Promoted[], end: number, use: Use): Promise<void> {
  const issued = Math.floor(use.issued * end);
  const verified = issued + Math.floor(use.lived * (least.tokenMinutes * 60 - 1));
  await verifyTimes(values, { ...use, issued, verified });
}

async function verifyTimes(
  values: readonly Promoted[],
  times: {
    readonly issued: number;
    readonly verified: number;
    readonly signerCache: number;
    readonly verifierCache: number;
    readonly signerClock?: number;
    readonly verifierClock?: number;
  },
): Promise<void> {
  const { issued, verified, signerClock = 0, verifierClock = 0 } = times;
  const signer = valueAt(values, issued - times.signerCache * least.cacheSeconds);
  const verifier = valueAt(values, verified - times.verifierCache * least.cacheSeconds);
  const issuedAt = after(issued + signerClock);
  const expires = numericDate(issuedAt) + least.tokenMinutes * 60;
  const token = await signToken(signer.signing, signer, issuedAt, expires);
  const seen = after(verified + verifierClock);
  if (numericDate(seen) >= expires) return;
  await expect(verifyToken(token, verifier, seen)).resolves.toMatchObject({ exp: expires });
}
