import { z } from 'zod';

import { type GitHub, GitHubFailed } from '../github/api';

/** What becomes the pull request. */
export interface Proposal {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** By path; everything else stays as it is in the base. */
  readonly files: Readonly<Record<string, string>>;
  /** Commit of main on which it builds. */
  readonly base: string;
}

const UPDATES_BRANCH = 'updates/nightly';

const Named = z.object({ sha: z.string() });
const Commit = z.object({ tree: Named });
const Open = z.array(z.object({ number: z.int() }));

async function pushBranch(commit: string, gitHub: GitHub): Promise<void> {
  try {
    await gitHub.send('PATCH', `/git/refs/heads/${UPDATES_BRANCH}`, { sha: commit, force: true });
  } catch (error) {
    // That is how GitHub says that there is no such branch.
    if (!(error instanceof GitHubFailed) || (error.status !== 422 && error.status !== 404)) throw error;
    await gitHub.send('POST', '/git/refs', { ref: `refs/heads/${UPDATES_BRANCH}`, sha: commit });
  }
}

/**
 * Opens the pull request, or renews the one that is open. Commits through the API, so the job's token never lies in the
 * configuration of git where another program could read it.
 *
 * @returns its number
 */
export async function publish({ title, body, files, base }: Proposal, owner: string, gitHub: GitHub): Promise<number> {
  const { tree } = Commit.parse(await gitHub.get(`/git/commits/${base}`));
  const entries = Object.entries(files).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content }));
  const newTree = Named.parse(await gitHub.send('POST', '/git/trees', { base_tree: tree.sha, tree: entries }));
  const commit = Named.parse(
    await gitHub.send('POST', '/git/commits', { message: title, tree: newTree.sha, parents: [base] }),
  );
  await pushBranch(commit.sha, gitHub);
  const head = encodeURIComponent(`${owner}:${UPDATES_BRANCH}`);
  const [open] = Open.parse(await gitHub.get(`/pulls?state=open&head=${head}`));
  if (open !== undefined) {
    await gitHub.send('PATCH', `/pulls/${open.number}`, { title, body });
    return open.number;
  }
  const opened = z
    .object({ number: z.int() })
    .parse(await gitHub.send('POST', '/pulls', { title, body, head: UPDATES_BRANCH, base: 'main' }));
  return opened.number;
}
