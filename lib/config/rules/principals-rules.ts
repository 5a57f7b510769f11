import type { Finding, Path } from '../finding';
import { consumerArn, partitionOf } from '../names';
import { consumersOf, entries, type EnvironmentRule, type EnvironmentView, repeated, workloadsOf } from './rule';

interface LocatedArn {
  readonly item: string;
  readonly at: Path;
}

/** Roles of people of the account: they act on its data. */
function operators(environment: EnvironmentView, path: Path): LocatedArn[] {
  const { breakGlassRoleArn } = environment;
  return [
    ...(breakGlassRoleArn === undefined ? [] : [{ item: breakGlassRoleArn, at: [...path, 'breakGlassRoleArn'] }]),
    ...entries(environment.secretOperatorArns, [...path, 'secretOperatorArns']),
  ];
}

function customerRoles(environment: EnvironmentView, path: Path): LocatedArn[][] {
  return workloadsOf(environment, path).map(({ item, at }) =>
    entries(item.customers, [...at, 'customers']).flatMap(({ item: { roleArn }, at: where }) =>
      roleArn === undefined ? [] : [{ item: roleArn, at: [...where, 'roleArn'] }],
    ),
  );
}

/** A principal of another partition can never match; IAM refuses it only at deployment. */
export const arnsMatchPartition: EnvironmentRule = (environment, path) => {
  const { region } = environment;
  if (region === undefined) return [];
  const partition = partitionOf({ region });
  return [
    ...operators(environment, path),
    ...consumersOf(environment, path).flatMap(({ item, at }) =>
      item.kind === 'cross-account-role' ? entries(item.trustedPrincipalArns, [...at, 'trustedPrincipalArns']) : [],
    ),
    ...customerRoles(environment, path).flat(),
  ]
    .filter(({ item }) => item.split(':')[1] !== partition)
    .map(({ item, at }) => ({
      path: at,
      found: `'${item}'`,
      allowed: `an ARN of partition ${partition}, to which Region ${region} belongs`,
    }));
};

export const operatorsAreOfTheAccount: EnvironmentRule = (environment, path) => {
  const { account } = environment;
  if (account === undefined) return [];
  return operators(environment, path)
    .filter(({ item }) => item.split(':')[4] !== account)
    .map(({ item, at }) => ({
      path: at,
      found: `'${item}'`,
      allowed: `a role of the environment's account ${account}`,
    }));
};

/** An application must neither go round the lock of its own files nor set its own secrets. */
export const operatorsAreNotConsumers: EnvironmentRule = (environment, path) => {
  const { name, account, region } = environment;
  if (name === undefined || account === undefined || region === undefined) return [];
  const consumers = new Set(
    consumersOf(environment, path).flatMap(({ item, workload }) =>
      workload.name === undefined || item.name === undefined
        ? []
        : [consumerArn({ name, account, region }, workload.name, { name: item.name, kind: item.kind ?? '' })],
    ),
  );
  return operators(environment, path)
    .filter(({ item }) => consumers.has(item))
    .map(({ item, at }) => ({
      path: at,
      found: `'${item}', a consumer of this environment`,
      allowed: 'a role of people, which no application has',
    }));
};

/** Two customers behind one role: what is written down for one would open the other's bucket. */
export const customersHaveOwnRoles: EnvironmentRule = (environment, path) =>
  customerRoles(environment, path).flatMap((roles) =>
    repeated(roles, (arn) => arn).map(({ at, key }) => ({
      path: at,
      found: `'${key}' a second time`,
      allowed: 'a role that no other customer of the workload has',
    })),
  );

/** Characters of a role's trust policy without a raised quota, less what stands around the values. */
const longestTrust = 2048 - 400;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const trustFits: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item, at }): Finding[] => {
    if (item.kind !== 'cross-account-role') return [];
    const size = JSON.stringify([item.trustedPrincipalArns, item.externalIds, item.sourceAddresses]).length;
    return size <= longestTrust
      ? []
      : [
          {
            path: at,
            found: `principals, external ids and address ranges of ${String(size)} characters together`,
            allowed: `at most ${String(longestTrust)} characters: IAM bounds a trust policy; declare a second consumer`,
          },
        ];
  });
