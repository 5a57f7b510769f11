import { execFileSync } from 'node:child_process';

import { DeliveryError } from '../delivery-error';

/** The history of the checkout does not show what the change is. */
class HistoryUnclear extends DeliveryError {
  override readonly name = 'HistoryUnclear';
}

/** Questions to git about one checkout. */
export interface History {
  /** Full id of a commit. */
  commit(reference: string): string;
  /** The commit from which the change left the base: what came to the base since is no part of the change. */
  startOf(base: string): string;
}

export function historyOf(folder: string): History {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const commit = (reference: string): string => {
    try {
      return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
    } catch (cause) {
      throw new HistoryUnclear(
        `git knows no commit '${reference}': fetch it, or check out the whole history (fetch-depth: 0)`,
        { cause },
      );
    }
  };
  return {
    commit,
    startOf(base) {
      const [from, head] = [commit(base), commit('HEAD')];
      try {
        return git('merge-base', from, head);
      } catch (cause) {
        throw new HistoryUnclear(
          `'${base}' and HEAD have no commit in common: check out the whole history (fetch-depth: 0), or name another base`,
          { cause },
        );
      }
    },
  };
}
