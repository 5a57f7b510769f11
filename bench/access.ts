import '../test/support/jest-setup';

import { type KnownAction, knownActions } from '../tools/access/actions';
import type { Assembly } from '../tools/access/assembly';
import { factsOf } from '../tools/access/completeness/identity-access';
import { discover } from '../tools/access/simulator/discover';
import { askAll, interview } from '../test/access/completeness/asked';
import { roomOf } from '../test/support/room';
import { environments } from '../test/support/templates';
import { inSeconds } from './measure';

/** What one action could be done to in somebody else's account; `*` for an action without a resource. */
function foreignArn({ resourceTypes: [first] }: KnownAction): string {
  return first === undefined ? '*' : first.arn.replaceAll('?*', 'foreign');
}

/** Every so-many-th pair of principal and action. */
function* sampleOf(assembly: Assembly, actions: readonly KnownAction[], size: number) {
  const pairs = assembly.principals.length * actions.length;
  for (let index = 0; index < size; index += 1) {
    const place = Math.floor((index * pairs) / size);
    const principal = assembly.principals[Math.floor(place / actions.length)];
    const action = actions[place % actions.length];
    if (principal !== undefined && action !== undefined) yield { principal, action };
  }
}

function processorSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** The way without reduction and memory: the whole policies, for each principal and action one ARN. In seconds for all. */
async function naiveSeconds(assembly: Assembly, actions: readonly KnownAction[], size: number): Promise<number> {
  const begun = process.cpuUsage();
  for (const { principal, action } of sampleOf(assembly, actions, size)) {
    await discover({
      principal: principal.arn,
      action: action.action,
      resource: foreignArn(action),
      resourceAccount: principal.account,
      facts: factsOf(principal),
      identityPolicies: principal.identityPolicies,
      ...(principal.boundary === undefined ? {} : { boundary: principal.boundary }),
    });
  }
  return (processorSeconds(begun) / size) * assembly.principals.length * actions.length;
}

/**
 * Prints how many questions the proof of completeness asks of each environment, and its processor time beside that of
 * asking about one ARN for each action and principal, as a sample of it tells.
 */
export async function measureAccess(sample: number): Promise<void> {
  const actions = await knownActions();
  await interview();
  for (const environment of environments) {
    const { assembly } = roomOf(environment);
    const naive = await naiveSeconds(assembly, actions, sample);
    const { questions, simulated, seconds } = await askAll(roomOf(environment));
    const pairs = assembly.principals.length * actions.length;
    console.log(
      `${environment.name}: ${questions.toLocaleString('en')} questions (${pairs.toLocaleString('en')} of ` +
        `${String(assembly.principals.length)} principals about anything), ${simulated.toLocaleString('en')} judged anew, ` +
        `${inSeconds(seconds)}, ${inSeconds(seconds / assembly.principals.length)} a principal`,
    );
    console.log(
      `  one ARN for each action and principal: ${inSeconds(naive)}, told by ${sample.toLocaleString('en')} of them: ` +
        `${(naive / seconds).toFixed(0)} times as long`,
    );
  }
}
