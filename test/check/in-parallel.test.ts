import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../../tools/check/in-parallel';

describe('inParallel', () => {
  it('returns the results in the order of the items, whichever ends first', async () => {
    const doubled = await inParallel([30, 1, 10], 2, async (milliseconds) => {
      await sleep(milliseconds);
      return milliseconds * 2;
    });
    expect(doubled).toEqual([60, 2, 20]);
  });

  it('keeps to the limit and uses it', async () => {
    let running = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5], 2, async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(2);
      running -= 1;
    });
    expect(most).toBe(2);
  });
});
