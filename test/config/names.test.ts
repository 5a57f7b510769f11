import fc from 'fast-check';

import {
  functionNamePattern,
  functionRoleArn,
  reconcilerName,
  reconcilerQueueName,
  rotationFunctionName,
} from '../../lib/config/names';

function place(name: string) {
  return { name, account: '111122223333', region: 'eu-central-1' };
}

const prod = place('prod');

/** Names as the configuration takes them, with enough long ones that most are bounded. */
const name = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/), fc.stringMatching(/^[a-z0-9]{1,16}$/), fc.boolean())
  .map(([start, end, isLong]) => (isLong ? `${start.padEnd(15, 'x')}-${end.padStart(16, 'y')}` : start + end));

const parts = fc.record({ environment: name, workload: name, secret: name });

function functionName({ environment, workload, secret }: { environment: string; workload: string; secret: string }) {
  return rotationFunctionName(place(environment), workload, secret);
}

describe('the name of a function', () => {
  it('says what it is for', () => {
    expect(rotationFunctionName(prod, 'portal', 'queue')).toBe('strongroom-prod-portal-rotate-queue');
    expect(reconcilerName(prod, 'portal')).toBe('strongroom-prod-portal-reconcile');
  });

  it('stays whole up to 64 characters, and has no more', () => {
    // strongroom-prod-…-rotate-…: 24 characters beside workload and secret.
    const whole = rotationFunctionName(prod, 'w'.repeat(20), 's'.repeat(20));
    expect(whole).toBe(`strongroom-prod-${'w'.repeat(20)}-rotate-${'s'.repeat(20)}`);
    expect(whole).toHaveLength(64);
    const bounded = rotationFunctionName(prod, 'w'.repeat(20), 's'.repeat(21));
    expect(bounded).toHaveLength(64);
    expect(bounded).toMatch(/^strongroom-prod-w{20}-rotate-s{11}-[0-9a-f]{8}$/);
  });

  it('never changes: a deployment would replace the function', () => {
    expect(rotationFunctionName(prod, 'w'.repeat(20), 's'.repeat(21))).toBe(
      'strongroom-prod-wwwwwwwwwwwwwwwwwwww-rotate-sssssssssss-a999458b',
    );
  });

  it('is another one for names that differ only where it is cut off', () => {
    const ends = Array.from({ length: 2000 }, (_, index) => `${'s'.repeat(25)}${String(index)}`);
    const names = new Set(ends.map((end) => rotationFunctionName(prod, 'w'.repeat(32), end)));
    expect(names.size).toBe(ends.length);
    const workloads = ['x', 'y'].map((end) => reconcilerName(place('e'.repeat(31)), `${'w'.repeat(31)}${end}`));
    expect(new Set(workloads).size).toBe(2);
  });

  it('has at most 64 characters of the alphabet of Lambda and IAM, whatever it is made of', () => {
    fc.assert(
      fc.property(parts, ({ environment, workload, secret }) => {
        for (const made of [
          functionName({ environment, workload, secret }),
          reconcilerName(place(environment), workload),
        ]) {
          expect(made).toMatch(/^[a-z0-9-]{1,64}$/);
        }
        // A queue's name may have 80.
        expect(reconcilerQueueName(place(environment), workload).length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('is that of nothing else: names collide only where all their parts put together are the same', () => {
    fc.assert(
      fc.property(parts, parts, (first, second) => {
        const spelt = ({ environment, workload, secret }: typeof first) =>
          `${environment}-${workload}-rotate-${secret}`;
        expect(functionName(first) === functionName(second)).toBe(spelt(first) === spelt(second));
      }),
      { numRuns: 1000 },
    );
  });

  it('is within the pattern of its workload, however much is left of it', () => {
    fc.assert(
      fc.property(parts, ({ environment, workload, secret }) => {
        const pattern = functionNamePattern(place(environment), workload);
        expect(pattern).toMatch(/^strongroom-[a-z0-9-]*\*$/);
        const start = pattern.slice(0, -1);
        expect(functionName({ environment, workload, secret }).startsWith(start)).toBe(true);
        expect(reconcilerName(place(environment), workload).startsWith(start)).toBe(true);
      }),
    );
  });

  it('is the name of its role too', () => {
    const made = rotationFunctionName(prod, 'portal', 'queue');
    expect(functionRoleArn(prod, made)).toBe('arn:aws:iam::111122223333:role/strongroom-prod-portal-rotate-queue');
  });
});
