import type { Finding, Path } from '../finding';
import {
  bytesAsVariable,
  longestFieldsVariable,
  longestSecretsVariable,
  lookedAfter,
  probedKeys,
} from '../function-environment';
import { workload } from '../parameters';
import { secret } from '../secrets';
import { entries, type EnvironmentRule, type EnvironmentView, workloadsOf, type WorkloadView } from './rule';
import { secretsOf } from './secrets-rules';

/** CloudFormation takes 500 resources in a stack; the rest is for consumers whose access needs several policies. */
const mostResources = 480;

/**
 * A secret with its policy; where it rotates, also schedule, function, permission, role, its policy and log group. Then
 * its alarms: on its age and its value, on the errors of its function, on the trial of its key.
 */
function resourcesOfSecret(secret: NonNullable<WorkloadView['secrets']>[number]): number {
  switch (secret?.kind) {
    case undefined:
    case 'json':
      return 3;
    case 'api-key':
      return 4;
    case 'access-key':
      return 13;
    default:
      return 12;
  }
}

/**
 * Of a workload's stack: key, alias, bucket, its policy and the boundary, the ten on the bucket's log and alarms, the
 * eleven of the function that looks after its secrets with four alarms, the six of the one that tries its keys, and then
 * those of each entry.
 */
export function resourceCount({ secrets, settings, consumers }: WorkloadView): number {
  const perConsumer = { 'ec2-role': 3, 'ecs-role': 2, 'lambda-role': 2, 'cross-account-role': 3, 'iam-user': 3 };
  const ofConsumers = (consumers ?? []).map((consumer) => perConsumer[consumer?.kind ?? 'ecs-role']);
  return [...ofConsumers, ...(secrets ?? []).map(resourcesOfSecret)].reduce(
    (sum, count) => sum + count,
    36 + Object.keys(settings ?? {}).length,
  );
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const workloadsFitAStack: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item, at }): Finding[] => {
    const count = resourceCount(item);
    return count <= mostResources
      ? []
      : [
          {
            path: at,
            found: `secrets, settings and consumers that make ${String(count)} resources`,
            allowed: `at most ${String(mostResources)} resources, because CloudFormation bounds a stack: divide the workload`,
          },
        ];
  });

/** Bytes of a parameter of the standard tier. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const longestSetting = 4096;

/** Characters of a SecretStringTemplate, less what the catalogue adds. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html */
const longestFields = 10_000;

export const plainValuesFit: EnvironmentRule = (environment, path) => [
  ...workloadsOf(environment, path).flatMap(({ item, at }) =>
    Object.entries(item.settings ?? {}).flatMap(([name, value]): Finding[] => {
      const size = Buffer.byteLength(Array.isArray(value) ? JSON.stringify(value) : String(value));
      return size <= longestSetting
        ? []
        : [
            {
              path: [...at, 'settings', name],
              found: `a value of ${String(size)} bytes`,
              allowed: `at most ${String(longestSetting)} bytes, which is what Parameter Store takes`,
            },
          ];
    }),
  ),
  ...secretsOf(environment, path).flatMap(({ item, at }): Finding[] => {
    const size = item.kind === 'json' ? Buffer.byteLength(JSON.stringify(item.fields ?? {})) : 0;
    return size <= longestFields
      ? []
      : [
          {
            path: [...at, 'fields'],
            found: `fields of ${String(size)} bytes together`,
            allowed: `at most ${String(longestFields)} bytes, which is what CloudFormation takes beside a generated field`,
          },
        ];
  }),
];

function fieldsOfFunctions(environment: EnvironmentView, path: Path): Finding[] {
  return secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'access-key' && item.kind !== 'jwt-secret-key') return [];
    const size = bytesAsVariable(item.fields ?? {});
    if (size <= longestFieldsVariable) return [];
    return [
      {
        path: [...at, 'fields'],
        found: `fields of ${String(size)} bytes together, quotation marks counted twice`,
        allowed: `at most ${String(longestFieldsVariable)} bytes, which is what the function that rotates the secret can be told`,
      },
    ];
  });
}

function secretsOfReconcilers(environment: EnvironmentView, path: Path): Finding[] {
  const { name } = environment;
  if (name === undefined) return [];
  return workloadsOf(environment, path).flatMap(({ item, at }) => {
    const { name: owner } = item;
    if (owner === undefined) return [];
    const size = bytesAsVariable(
      entries(item.secrets, at).flatMap(({ item: view }) => {
        const { data } = secret.safeParse(view);
        return data === undefined ? [] : lookedAfter({ name }, owner, data);
      }),
    );
    if (size <= longestSecretsVariable) return [];
    return [
      {
        path: [...at, 'secrets'],
        found: `secrets whose list has ${String(size)} bytes, quotation marks counted twice`,
        allowed: `at most ${String(longestSecretsVariable)} bytes, which is what the function that looks after them can be told: shorten their names, or divide the workload`,
      },
    ];
  });
}

function keysOfProbes(environment: EnvironmentView, path: Path): Finding[] {
  const { name, account, region } = environment;
  if (name === undefined || account === undefined || region === undefined) return [];
  return workloadsOf(environment, path).flatMap(({ item, at }) => {
    const { data } = workload.safeParse(item);
    if (data?.accessProbe !== true) return [];
    const size = bytesAsVariable(probedKeys({ name, account, region }, data));
    if (size <= longestSecretsVariable) return [];
    return [
      {
        path: [...at, 'accessProbe'],
        found: `access keys whose list has ${String(size)} bytes, quotation marks counted twice`,
        allowed: `at most ${String(longestSecretsVariable)} bytes, which is what the function that tries them can be told: divide the workload, or set it to false`,
      },
    ];
  });
}

/** Lambda bounds what a function is told; the rest of it are names, whose length is bounded. */
export const functionsCanBeTold: EnvironmentRule = (environment, path) => [
  ...fieldsOfFunctions(environment, path),
  ...secretsOfReconcilers(environment, path),
  ...keysOfProbes(environment, path),
];
