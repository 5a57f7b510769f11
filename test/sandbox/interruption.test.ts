import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { leftIn, outputOf, startSandbox, temporaryFolder } from './run-sandbox';

jest.setTimeout(180_000);

/** Waits until the emulator runs, which is when there is most to clean up: the CDK bootstraps and synthesizes. */
async function emulatorOf(folder: string): Promise<void> {
  while (!leftIn(folder).processes.some((line) => line.includes('hypercorn'))) await sleep(50);
}

/** Waits until a step has begun. */
async function step(title: string, output: () => string): Promise<void> {
  while (!output().includes(title)) await sleep(50);
}

describe('a run that is told to stop', () => {
  it.each([
    ['SIGINT', 130, 'bootstraps and synthesizes', async (folder: string) => emulatorOf(folder)],
    ['SIGTERM', 143, 'rotates', async (_: string, output: () => string) => step('Second rotation', output)],
  ] as const)(
    'ends by %s with exit code %i while it %s, and leaves nothing behind',
    async (signal, expected, _, wait) => {
      const folder = temporaryFolder();
      const child = startSandbox(folder, []);
      const output = outputOf(child);
      await wait(folder, output);
      await sleep(700);
      expect(leftIn(folder).files).not.toEqual([]);
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number | null];
      expect(code).toBe(expected);
      expect(output()).toContain('was interrupted');
      expect(leftIn(folder)).toEqual({ files: [], processes: [] });
      rmSync(folder, { recursive: true });
    },
  );
});

describe('a run that fails', () => {
  it('leaves nothing behind when nobody reads its output any more', async () => {
    const folder = temporaryFolder();
    const child = startSandbox(folder, []);
    await emulatorOf(folder);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).not.toBe(0);
    expect(leftIn(folder)).toEqual({ files: [], processes: [] });
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['an environment that does not exist', ['--environment', 'moon'], "there is no environment 'moon'"],
    ['an example that does not exist', ['--application', '../lib'], "there is no example '../lib'"],
    ['a file that does not exist', ['--file', 'absent.txt'], 'absent.txt cannot be read'],
  ])('says so for %s, and leaves nothing behind', async (_, words, sentence) => {
    const folder = temporaryFolder();
    const child = startSandbox(folder, words);
    const output = outputOf(child);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(output()).toContain(sentence);
    expect(leftIn(folder)).toEqual({ files: [], processes: [] });
    rmSync(folder, { recursive: true });
  });
});
