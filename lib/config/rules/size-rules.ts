import type { Finding } from '../finding';
import { type EnvironmentRule, workloadsOf, type WorkloadView } from './rule';
import { secretsOf } from './secrets-rules';

/** CloudFormation takes 500 resources in a stack; the rest is for consumers whose access needs several policies. */
const mostResources = 480;

/** Of a workload's stack: key, alias, bucket, its policy and the boundary, and then those of each entry. */
function resourceCount({ secrets, settings, consumers }: WorkloadView): number {
  const perConsumer = { 'ec2-role': 3, 'ecs-role': 2, 'lambda-role': 2, 'cross-account-role': 2, 'iam-user': 3 };
  const ofConsumers = (consumers ?? []).map((consumer) => perConsumer[consumer?.kind ?? 'ecs-role']);
  const ofSecrets = 2 * (secrets ?? []).length;
  return ofConsumers.reduce((sum, count) => sum + count, 5 + ofSecrets + Object.keys(settings ?? {}).length);
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
    const size = 'fields' in item ? JSON.stringify(item.fields ?? {}).length : 0;
    return size <= longestFields
      ? []
      : [
          {
            path: [...at, 'fields'],
            found: `fields of ${String(size)} characters together`,
            allowed: `at most ${String(longestFields)} characters, which is what CloudFormation takes beside a generated field`,
          },
        ];
  }),
];
