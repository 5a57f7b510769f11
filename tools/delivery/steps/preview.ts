import { isDeployedByHand } from '../../../lib/delivery/names';
import { groupedBy } from '../../access/grouped';
import { deployedCommit } from '../github/deployments';
import type { GitHub } from '../github/api';
import type { History } from '../pull-request/history';
import type { Reviewed } from '../pull-request/pull-request';
import type { Report } from '../report';

export interface PreviewPorts {
  readonly gitHub: GitHub;
  readonly history: Pick<History, 'commit'>;
  readonly report: Pick<Report, 'summarize'>;
  review(base: string): Promise<Reviewed>;
}

/** Says who has to do something first when the review tells of a stack that a person deploys. */
function ofPersons(environments: readonly string[], review: string): string[] {
  const byHand = (review.match(/[\w-]+/g) ?? []).filter(isDeployedByHand);
  const isOf = (name: string) => byHand.some((stack) => `${stack.slice(stack.indexOf('-'))}-`.startsWith(`-${name}-`));
  return environments
    .filter(isOf)
    .map(
      (name) =>
        `**What a person deploys for ${name} changes**: a deployment that lacks it stops. At this commit: ` +
        `\`npx strongroom bootstrap --environment ${name} --run\``,
    );
}

/**
 * `npm run preview`: what a deployment will change in each environment, for those who are asked to let it pass. An
 * environment can be several merges behind, so it is compared with what it has, not with the merge before.
 */
export async function preview(environments: readonly string[], ports: PreviewPorts): Promise<void> {
  const { gitHub, history, report } = ports;
  const head = history.commit('HEAD');
  const deployed = await Promise.all(
    environments.map(async (environment) => ({ environment, commit: await deployedCommit(environment, gitHub) })),
  );
  for (const [commit, group] of groupedBy(deployed, (one) => one.commit)) {
    const all = group.map(({ environment }) => environment);
    const names = all.join(', ');
    if (commit === undefined) {
      report.summarize(`## ${names}: first deployment\n\nGitHub knows no earlier one that succeeded.`);
    } else if (commit === head) {
      report.summarize(`## ${names}: nothing changes\n\n${commit} is deployed there already.`);
    } else {
      // Its verdict was given in the pull request; here it is only read.
      const { summary, comment } = await ports.review(commit);
      const text = summary ?? comment ?? 'The review broke off: see the log of this step.';
      report.summarize([`## ${names}: since ${commit}`, ...ofPersons(all, text), text].join('\n\n'));
    }
  }
}
