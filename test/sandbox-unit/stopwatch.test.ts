import { Stopwatch } from '../../tools/sandbox/stopwatch';

/** A clock that is moved by hand. */
function clock() {
  let now = 0;
  return { read: () => now, to: (seconds: number) => (now = seconds * 1000) };
}

describe('Stopwatch', () => {
  it('lists steps in the order of their beginning', async () => {
    const { read, to } = clock();
    const stopwatch = new Stopwatch(read);
    await stopwatch.measure('outer', 'sandbox', async () => {
      to(1);
      await stopwatch.measure('inner', 'cdk', () => Promise.resolve(to(3)));
    });
    expect(stopwatch.steps()).toEqual([
      { name: 'outer', worker: 'sandbox', seconds: 3 },
      { name: 'inner', worker: 'cdk', seconds: 2 },
    ]);
  });

  it('counts the time of overlapping commands once', async () => {
    const { read, to } = clock();
    const stopwatch = new Stopwatch(read);
    const end: { diff?: () => void; deploy?: () => void } = {};
    const diff = stopwatch.measure('diff', 'cdk', () => new Promise<void>((resolve) => (end.diff = resolve)));
    to(1);
    const deploy = stopwatch.measure('deploy', 'cdk', () => new Promise<void>((resolve) => (end.deploy = resolve)));
    to(4);
    end.diff?.();
    await diff;
    to(5);
    end.deploy?.();
    await deploy;
    to(7);
    await stopwatch.measure('destroy', 'cdk', () => Promise.resolve(to(8)));
    to(10);
    expect(stopwatch.cdkSeconds()).toBe(6);
    expect(stopwatch.totalSeconds()).toBe(10);
  });

  it('measures a step that fails', async () => {
    const stopwatch = new Stopwatch();
    await expect(stopwatch.measure('broken', 'cdk', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(stopwatch.steps()).toHaveLength(1);
  });
});
