import { z } from 'zod';

import { DeliveryError } from '../delivery-error';
import type { GitHub } from './api';

/** The event does not say what the comment needs. */
class UnknownEvent extends DeliveryError {
  override readonly name = 'UnknownEvent';
}

/** The part of the event `workflow_run` that says which run ended, of which commit of whose branch. */
const RunEvent = z.object({
  workflow_run: z.object({
    id: z.int(),
    event: z.string(),
    head_sha: z.string().regex(/^[\da-f]{40}$/),
    head_branch: z.string(),
    head_repository: z.object({ id: z.int(), owner: z.object({ login: z.string() }) }),
  }),
});

export type EndedRun = z.infer<typeof RunEvent>['workflow_run'];

/** @throws UnknownEvent */
export function endedRunOf(event: unknown): EndedRun {
  const parsed = RunEvent.safeParse(event);
  if (!parsed.success) throw new UnknownEvent(`this is no event workflow_run: ${z.prettifyError(parsed.error)}`);
  const run = parsed.data.workflow_run;
  if (run.event === 'pull_request') return run;
  throw new UnknownEvent(`the run was started by ${run.event}, and only those of pull requests are commented`);
}

const OpenPullRequests = z.array(
  z.object({
    number: z.int().positive(),
    head: z.object({ sha: z.string(), repo: z.nullable(z.object({ id: z.int() })) }),
  }),
);

/**
 * The open pull request whose newest commit was reviewed. The event itself names none for pull requests of forks.
 *
 * @returns nothing when it was closed or went on meanwhile: a newer run comments
 */
export async function pullRequestOf(run: EndedRun, gitHub: GitHub): Promise<number | undefined> {
  const head = encodeURIComponent(`${run.head_repository.owner.login}:${run.head_branch}`);
  const found = OpenPullRequests.parse(await gitHub.get(`/pulls?state=open&per_page=100&head=${head}`));
  return found.find((one) => one.head.sha === run.head_sha && one.head.repo?.id === run.head_repository.id)?.number;
}
