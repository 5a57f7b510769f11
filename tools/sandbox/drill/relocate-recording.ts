import { everything } from '../../../lib/config/consumers';
import { consumerName } from '../../../lib/config/names';
import { rotatingSecrets } from '../../../lib/access/looked-after';
import type { Environment, Workload } from '../../../lib/config/parameters';
import { globalRegionOf } from '../../../lib/detection/global-region';
import { account, globalRegion, home } from '../../detection/recordings/events/recorded-event';

/** What stands in a recording, and what stands there in the environment; nothing where the environment has no such thing. */
export type Names = ReadonlyMap<string, string | undefined>;

/** Names that the recordings use for what is of no concern to an environment. */
const foreign = 'elsewhere';

/** The environment's own names for everybody in the recordings, seen from one of its workloads. */
export function namesIn(environment: Environment, workload: Workload): Names {
  const { consumers, secrets } = workload;
  const web = consumers.find(({ kind }) => kind === 'ecs-role');
  const partner = consumers.find((consumer) => consumer.kind === 'cross-account-role');
  const key = secrets.find((secret) => secret.kind === 'access-key');
  const scanner = consumers.find(({ name }) => name === key?.consumer);
  const readable = web?.access.secrets ?? [];
  const read = readable === everything ? secrets[0]?.name : readable[0];
  const [rotating] = rotatingSecrets(workload);
  const named = (consumer: { readonly name: string } | undefined) =>
    consumer === undefined ? undefined : consumerName(environment, workload.name, consumer.name);
  const [trusted] = partner?.trustedPrincipalArns ?? [];
  const [operator] = environment.secretOperatorArns;
  const secretOf = (name: string | undefined) =>
    name === undefined ? undefined : `${workload.name}/${environment.name}/${name}`;
  return new Map<string, string | undefined>([
    ['portal-prod-web', named(web)],
    ['portal-prod-partner', named(partner)],
    ['portal-prod-scanner', named(scanner)],
    ['portal/prod/database', secretOf(read)],
    ['portal/prod/scanner-key', secretOf(key?.name)],
    ['rotate-queue', rotating === undefined ? undefined : `rotate-${rotating.name}`],
    ['rotate-scanner-key', key === undefined ? undefined : `rotate-${key.name}`],
    [`arn:aws:iam::${account}:role/break-glass`, environment.breakGlassRoleArn],
    ['secret-operator', operator?.split('/').at(-1)],
    ['444455556666', trusted?.split(':')[4] ?? '444455556666'],
    [account, environment.account],
    [home, environment.region],
    [globalRegion, globalRegionOf(environment)],
    ['portal', workload.name],
    ['prod', environment.name],
    ['dev', foreign],
    ['staging', foreign],
  ]);
}

/**
 * A recording as it would be in the environment.
 *
 * @returns undefined when it is about something that the environment does not have
 */
export function relocated<Recording>(recording: Recording, names: Names): Recording | undefined {
  let isAbsent = false;
  const longestFirst = [...names.keys()].sort((one, other) => other.length - one.length);
  // Whole words only: `prod` is no part of `product`.
  const known = new RegExp(`(?<![A-Za-z0-9])(?:${longestFirst.join('|')})(?![A-Za-z0-9])`, 'g');
  const text = JSON.stringify(recording).replaceAll(known, (found) => {
    const name = names.get(found);
    isAbsent ||= name === undefined;
    return name ?? found;
  });
  return isAbsent ? undefined : (JSON.parse(text) as Recording);
}
