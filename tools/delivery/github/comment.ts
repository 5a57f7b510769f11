import { z } from 'zod';

import type { GitHub } from './api';
import { fileInArchive, UnfitArtifact } from './archive';
import { COMMENT_CHARACTERS, commentBody, MARKER } from './comment-body';
import { endedRunOf, pullRequestOf } from './run-event';

/** Name of the artifact of the pull request's run, and of the text in it that is meant for a comment. */
const REVIEW_ARTIFACT = 'review';
export const COMMENT_FILE = 'comment.md';

/** The access page is the largest part of it. */
const artifactBytes = 20 * 1024 * 1024;

const Artifacts = z.object({
  artifacts: z.array(z.object({ id: z.int(), name: z.string(), size_in_bytes: z.int(), expired: z.boolean() })),
});
const Comments = z.array(
  z.object({ id: z.int(), body: z.string(), user: z.nullable(z.object({ login: z.string(), type: z.string() })) }),
);

/** As whom the token of a job writes. */
const author = 'github-actions[bot]';
const atATime = 100;

/** @throws UnfitArtifact */
async function writtenBy(run: number, gitHub: GitHub): Promise<Buffer> {
  const { artifacts } = Artifacts.parse(await gitHub.get(`/actions/runs/${run}/artifacts?name=${REVIEW_ARTIFACT}`));
  const [artifact, ...more] = artifacts.filter(({ name, expired }) => name === REVIEW_ARTIFACT && !expired);
  if (artifact === undefined || more.length > 0) {
    throw new UnfitArtifact(`the run has ${artifact === undefined ? 'no' : 'several'} artifacts '${REVIEW_ARTIFACT}'`);
  }
  if (artifact.size_in_bytes > artifactBytes) {
    throw new UnfitArtifact(`the artifact has ${artifact.size_in_bytes} bytes; a review has at most ${artifactBytes}`);
  }
  const archive = await gitHub.download(`/actions/artifacts/${artifact.id}/zip`, artifactBytes);
  // A character has at most four bytes.
  return fileInArchive(archive, COMMENT_FILE, 4 * COMMENT_CHARACTERS);
}

async function earlierComment(pullRequest: number, gitHub: GitHub): Promise<number | undefined> {
  for (let page = 1; ; page += 1) {
    const path = `/issues/${pullRequest}/comments?per_page=${atATime}&page=${page}`;
    const comments = Comments.parse(await gitHub.get(path));
    // Anybody can write the marker; nobody else can write as this author.
    const own = comments.find(({ body, user }) => user?.login === author && body.startsWith(MARKER));
    if (own !== undefined) return own.id;
    if (comments.length < atATime) return undefined;
  }
}

/** What became of the comment. */
export type Commented = 'written' | 'renewed' | 'outdated';

/**
 * Writes what the review of a pull request found under it, in one comment that every later run renews.
 *
 * @param event that of the run that ended, from GitHub: it alone says which pull request it is
 * @throws UnknownEvent, UnfitArtifact, GitHubFailed
 */
export async function comment(event: unknown, gitHub: GitHub): Promise<Commented> {
  const run = endedRunOf(event);
  const pullRequest = await pullRequestOf(run, gitHub);
  if (pullRequest === undefined) return 'outdated';
  const body = commentBody(await writtenBy(run.id, gitHub), run.head_sha);
  const earlier = await earlierComment(pullRequest, gitHub);
  if (earlier === undefined) {
    await gitHub.send('POST', `/issues/${pullRequest}/comments`, { body });
    return 'written';
  }
  await gitHub.send('PATCH', `/issues/comments/${earlier}`, { body });
  return 'renewed';
}
