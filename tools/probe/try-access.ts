import { AwsKeyTrial } from '../../lambda/access-keys/aws/key-trial';
import type { Health } from '../../lambda/probe-access/health';
import { probe, type ProbedAccess } from '../../lambda/probe-access/probe';
import { ServerClock } from '../../lambda/rotation/aws/server-clock';
import { Redactor } from '../../lambda/rotation/redact';
import { keyTrial } from '../../lib/access/key-trial';
import { type AccessKeySecret, accessKeySecrets } from '../../lib/access/looked-after';
import { roomOf } from '../../lib/access/room';
import { consumerName, secretPrefix } from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import { ChoiceError } from '../../lib/config/written-configuration';

interface Choice {
  readonly secret: string;
  /** @default - the only workload that has such a secret */
  readonly workload?: string | undefined;
}

/**
 * The key of a secret and what it is for, from the configuration alone.
 *
 * @throws ChoiceError when no workload, or more than one, has an access key of that name
 */
export function probedAccess(environment: Environment, choice: Choice): ProbedAccess {
  const all = environment.workloads.flatMap((workload) =>
    accessKeySecrets(workload).map((secret) => ({ workload, secret })),
  );
  const found = all.filter(
    ({ workload, secret }) =>
      secret.name === choice.secret && (choice.workload === undefined || workload.name === choice.workload),
  );
  const [only, other] = found;
  if (only === undefined || other !== undefined) {
    const offered = all.map(({ workload, secret }) => `--workload ${workload.name} --secret ${secret.name}`);
    throw new ChoiceError(
      `${other === undefined ? '' : 'single '}access key '${choice.secret}' in ${environment.name}`,
      offered.length === 0 ? ['none: it has no access keys'] : offered,
    );
  }
  return accessOf(environment, only.workload, only.secret);
}

function accessOf(environment: Environment, workload: Workload, secret: AccessKeySecret): ProbedAccess {
  // Neither the data key nor the boundary has a part in the trial.
  const room = roomOf(environment, workload, { keyArn: '', boundaryArn: '' });
  return {
    secret: `${secretPrefix(environment, workload.name)}${secret.name}`,
    user: consumerName(environment, workload.name, secret.consumer),
    region: environment.region,
    trial: keyTrial(room, secret),
  };
}

/** @param value of the secret; absent when it is empty */
export async function tryAccess(access: ProbedAccess, value: string | undefined): Promise<Health> {
  const clock = new ServerClock();
  const { region, user: userName, trial } = access;
  return probe(access, value, { trial: new AwsKeyTrial({ region, userName, trial }, clock, new Redactor()), clock });
}
