import { consumerArn, reconcilerName, rotationFunctionName, secretPrefix } from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import type { Secret } from '../../lib/config/secrets';
import { roleArn, type Room } from '../support/room';

/** A function with what its questions are about. */
export interface Rotator {
  readonly workload: Workload;
  readonly secret: Secret;
  readonly name: string;
  readonly role: string;
  /** Name of the secret, and so of its rows in the journal. */
  readonly fullName: string;
  /** ARN of the one user, of an access key. */
  readonly user?: string;
}

/** The functions that rotate, one for each secret that is declared to. */
export function rotatorsOf(room: Room): Rotator[] {
  const { environment } = room;
  return environment.workloads.flatMap((workload) =>
    workload.secrets
      .filter((secret) => 'rotation' in secret)
      .map((secret) => {
        const name = rotationFunctionName(environment, workload.name, secret.name);
        return {
          workload,
          secret,
          name,
          role: roleArn(room, name),
          fullName: `${secretPrefix(environment, workload.name)}${secret.name}`,
          ...(secret.kind === 'access-key'
            ? { user: consumerArn(environment, workload.name, { name: secret.consumer, kind: 'iam-user' }) }
            : {}),
        };
      }),
  );
}

export function reconciledWorkloads({ environment }: Room): Workload[] {
  return environment.workloads.filter(({ secrets }) => secrets.some(({ kind }) => kind !== 'json'));
}

export const rotates = ({ workloads }: Environment) =>
  workloads.some(({ secrets }) => secrets.some((secret) => 'rotation' in secret));

/** Names of the functions that the declared secrets need, and of their roles. */
export function functionNames(room: Room): string[] {
  return [
    ...rotatorsOf(room).map(({ name }) => name),
    ...reconciledWorkloads(room).map(({ name }) => reconcilerName(room.environment, name)),
  ];
}
