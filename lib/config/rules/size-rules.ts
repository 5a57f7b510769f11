import type { Finding } from '../finding';
import { type EnvironmentRule, workloadsOf, type WorkloadView } from './rule';
import { secretsOf } from './secrets-rules';

/** CloudFormation takes 500 resources in a stack; the rest is for consumers whose access needs several policies. */
const mostResources = 480;

/** A secret with its policy; where it rotates, also schedule, function, permission, role, its policy and log group. */
function resourcesOfSecret(secret: NonNullable<WorkloadView['secrets']>[number]): number {
  if (secret === undefined || secret.kind === 'json') return 2;
  return secret.kind === 'api-key' ? 3 : 8;
}

/**
 * Of a workload's stack: key, alias, bucket, its policy and the boundary, the eleven of the function that looks after
 * its secrets, and then those of each entry.
 */
function resourceCount({ secrets, settings, consumers }: WorkloadView): number {
  const perConsumer = { 'ec2-role': 3, 'ecs-role': 2, 'lambda-role': 2, 'cross-account-role': 2, 'iam-user': 3 };
  const ofConsumers = (consumers ?? []).map((consumer) => perConsumer[consumer?.kind ?? 'ecs-role']);
  return [...ofConsumers, ...(secrets ?? []).map(resourcesOfSecret)].reduce(
    (sum, count) => sum + count,
    16 + Object.keys(settings ?? {}).length,
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

/** Of fields that a function is told in its environment, which Lambda bounds to 4 KB with all else in it. */
const longestFieldsOfFunction = 2_500;

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
    const size = 'fields' in item ? Buffer.byteLength(JSON.stringify(item.fields ?? {})) : 0;
    const most = item.kind === 'json' ? longestFields : longestFieldsOfFunction;
    return size <= most
      ? []
      : [
          {
            path: [...at, 'fields'],
            found: `fields of ${String(size)} bytes together`,
            allowed: `at most ${String(most)} bytes, which is what ${item.kind === 'json' ? 'CloudFormation takes beside a generated field' : 'the function that rotates the secret can be told'}`,
          },
        ];
  }),
];
