import { z } from 'zod';

import type { GitHub } from './api';

const Deployments = z.array(z.object({ id: z.int(), sha: z.string().regex(/^[\da-f]{40}$/) }));
const Statuses = z.array(z.object({ state: z.string() }));

/** The commit that an environment has: that of its last deployment that succeeded; nothing before the first. */
export async function deployedCommit(environment: string, gitHub: GitHub): Promise<string | undefined> {
  const query = `environment=${encodeURIComponent(environment)}&per_page=100`;
  const deployments = Deployments.parse(await gitHub.get(`/deployments?${query}`));
  for (const { id, sha } of deployments) {
    const statuses = Statuses.parse(await gitHub.get(`/deployments/${id}/statuses?per_page=100`));
    // One that was followed by another says `inactive` last and `success` before.
    if (statuses.some(({ state }) => state === 'success')) return sha;
  }
  return undefined;
}
