import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './workflow';

const identity = ['-c', 'user.name=Tests', '-c', 'user.email=tests@example.com', '-c', 'commit.gpgsign=false'];

/** How a command of a person ended. */
interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** A checkout of its own with the history of this one, in which a test may commit what it likes. */
export class Repository {
  private constructor(public readonly folder: string) {}

  /** @param folder does not exist yet */
  public static of(folder: string): Repository {
    execFileSync('git', ['clone', '--quiet', '--shared', root, folder], { stdio: 'pipe' });
    const repository = new Repository(folder);
    repository.git('checkout', '--quiet', '-B', 'main');
    repository.takeUncommitted();
    // Ignored by git only as a folder.
    writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return repository;
  }

  public git(...words: string[]): string {
    return execFileSync('git', [...identity, ...words], { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  public edit(file: string, from: string, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no '${from}' that could be edited`);
    writeFileSync(path, text.replace(from, to));
  }

  public commit(message: string): void {
    this.git('add', '--all');
    // A repository of the test, whose commits are mistakes on purpose.
    this.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', message);
  }

  public run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Ended {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...words], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    return { status, output: stdout + stderr };
  }

  /** Nothing when there is no such file. */
  public read(file: string): string | undefined {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** While somebody works on it, the checkout is ahead of its last commit. */
  private takeUncommitted(): void {
    const list = (...words: string[]) =>
      execFileSync('git', ['ls-files', '-z', '--exclude-standard', ...words], { cwd: root, encoding: 'utf8' })
        .split('\0')
        .filter((file) => file !== '');
    const deleted = new Set(list('--deleted'));
    for (const file of deleted) rmSync(join(this.folder, file), { force: true });
    for (const file of list('--modified', '--others')) {
      if (deleted.has(file)) continue;
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      copyFileSync(join(root, file), join(this.folder, file));
    }
    this.commit('what is not committed yet');
  }
}
