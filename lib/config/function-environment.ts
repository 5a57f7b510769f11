import type { ProbedKey } from '../../lambda/probe-access/environment';
import type { LookedAfter } from '../../lambda/reconcile-secrets/environment';
import { keyTrial } from '../access/key-trial';
import { accessKeySecrets, startsEmpty } from '../access/looked-after';
import { consumerName, type Place } from './names';
import type { Workload } from './parameters';
import type { Secret } from './secrets';

/**
 * Bytes that Lambda gives a function for all that it is told.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const longestEnvironment = 4096;

/** Bytes of what a function is told, as Lambda counts them: of one JSON object of names and values. */
export function environmentBytes(variables: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(JSON.stringify(variables));
}

/**
 * Bytes that a value takes of an environment as JSON: every quotation mark in it takes one more, because it then stands in
 * a text of the JSON that Lambda counts.
 */
export function bytesAsVariable(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(value))) - '""'.length;
}

/** Bytes of declared fields; what else the function is told, however long its names, fits beside them. */
export const longestFieldsVariable = 3_000;

/** Bytes of the list of a workload's secrets; what else the function is told, however long its names, fits beside it. */
export const longestSecretsVariable = 3_800;

/** What the function that looks after the secrets of a workload is told of one of them: nothing where it has nothing to do. */
export function lookedAfter(place: Pick<Place, 'name'>, workload: string, secret: Secret): LookedAfter[] {
  switch (secret.kind) {
    case 'access-key': {
      const { overlapDays, watchDays, usedKeyDays } = secret.rotation;
      return [
        {
          kind: 'access-key',
          name: secret.name,
          user: consumerName(place, workload, secret.consumer),
          overlapDays,
          watchDays,
          ...(usedKeyDays === undefined ? {} : { usedKeyDays }),
        },
      ];
    }
    case 'api-key':
      return [{ kind: 'aging', name: secret.name }];
    case 'json':
      return startsEmpty(secret) ? [{ kind: 'aging', name: secret.name }] : [];
    default:
      return [{ kind: 'value', name: secret.name }];
  }
}

/** What the function that tries the access keys of a workload is told of them. */
export function probedKeys(place: Place, workload: Workload): ProbedKey[] {
  return accessKeySecrets(workload).map((secret) => ({
    name: secret.name,
    user: consumerName(place, workload.name, secret.consumer),
    trial: keyTrial({ place, workload }, secret),
  }));
}
