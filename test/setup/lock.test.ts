import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withLock } from '../../tools/setup/lock.cjs';

const folder = mkdtempSync(path.join(tmpdir(), 'setup-lock-'));
const lock = path.join(folder, 'setup.lock');
const neverWaits = () => {
  throw new Error('waited for nobody');
};

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('withLock', () => {
  it('holds the lock during the work and gives it back', () => {
    withLock(lock, neverWaits, () => {
      expect(existsSync(lock)).toBe(true);
    });
    expect(existsSync(lock)).toBe(false);
  });

  it('gives the lock back when the work fails', () => {
    const fail = () => {
      withLock(lock, neverWaits, () => {
        throw new Error('no network');
      });
    };
    expect(fail).toThrow('no network');
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over the lock of a process that was killed', () => {
    const work = jest.fn();
    writeFileSync(lock, String(endedProcess()));
    withLock(lock, neverWaits, work);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('waits for a process that is alive, and says so once', () => {
    const onWait = jest.fn(() => {
      // Stands for the other process, which ends its work later.
      writeFileSync(lock, String(endedProcess()));
    });
    writeFileSync(lock, String(process.pid));
    withLock(lock, onWait, () => undefined);
    expect(onWait).toHaveBeenCalledTimes(1);
  });
});

function endedProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
