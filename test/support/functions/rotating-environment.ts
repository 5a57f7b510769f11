import { configuration } from '../../../lib/config/environments';
import { loadConfiguration } from '../../../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../../../lib/config/parameters';
import { named, today } from '../templates';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

const stationWithoutAddress = (name: string): NonNullable<WorkloadInput['consumers']>[number] => ({
  kind: 'iam-user',
  name,
  reason: 'A station of the tests that knows only access keys and calls from anywhere.',
  sourceAddresses: [],
  access: { files: [{ prefix: 'scans/', verbs: ['list', 'write'] }] },
});

const accessKey = (name: string, consumer: string): NonNullable<WorkloadInput['secrets']>[number] => ({
  kind: 'access-key',
  name,
  consumer,
  fields: { station: consumer },
  rotation: { everyDays: 60, overlapDays: 7, watchDays: 1 },
});

/** Its user calls from one network only, which is not that of the rotation. */
export const keyFromOneNetwork = 'scanner-key';
/** Its user calls from anywhere. */
export const keyFromAnywhere = 'courier-key';

/**
 * The production environment of the repository, and beside it what its workload lacks: the other kinds of secrets that
 * rotate, a user who calls from anywhere, and a second workload, whose secrets are nobody's business in the first.
 */
function input(): EnvironmentInput {
  const prod = configuration.environments.find(({ name }) => name === 'prod');
  const [portal] = prod?.workloads ?? [];
  if (prod === undefined || portal === undefined) throw new Error('there is no environment prod with a workload');
  const rotation = { everyDays: 60 };
  return {
    ...prod,
    workloads: [
      {
        ...portal,
        secrets: [
          ...(portal.secrets ?? []),
          { kind: 'password', name: 'queue-password', rotation },
          { kind: 'username-password', name: 'mail-login', userName: 'portal_app', rotation },
          { kind: 'jwt-secret-key', name: 'old-session-key', rotation },
          accessKey(keyFromAnywhere, 'courier'),
        ],
        consumers: [...(portal.consumers ?? []), stationWithoutAddress('courier')],
      },
      {
        name: 'archive',
        owner: 'archive-team',
        dataClass: 'internal',
        files: portal.files,
        secrets: [accessKey('depot-key', 'depot')],
        consumers: [stationWithoutAddress('depot')],
      },
    ],
  };
}

export function rotatingEnvironment(): Environment {
  const { environments } = loadConfiguration(
    { environments: [input()] },
    { file: 'test/support/functions/rotating-environment.ts', today },
  );
  return named(environments, 'prod');
}
