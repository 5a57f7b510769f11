import { everything } from '../consumers';
import type { Finding, Path } from '../finding';
import {
  completeList,
  consumersOf,
  entries,
  type EnvironmentRule,
  namesOf,
  repeated,
  type WorkloadView,
  workloadsOf,
} from './rule';

/** A stack without resources cannot be deployed. */
export const workloadsHoldSomething: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item, at }) =>
    item.files === undefined &&
    [item.secrets, item.consumers, item.settings && Object.keys(item.settings)].every((list) => list?.length === 0)
      ? [{ path: at, found: 'an empty workload', allowed: 'at least one of files, secrets, settings and consumers' }]
      : [],
  );

/** A principal that may do nothing is a mistake, and a way in for whatever is attached to it later. */
export const consumersMayDoSomething: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item, at }) => {
    const { files, secrets, settings, customers } = item.access ?? {};
    if (files?.length !== 0 || settings !== false || secrets !== undefined || customers !== undefined) return [];
    return [
      {
        path: [...at, 'access'],
        found: 'no access',
        allowed: 'at least one of files, secrets, settings and customers that it may use',
      },
    ];
  });

function unknownNames(
  wanted: readonly (string | undefined)[] | typeof everything | undefined,
  declared: readonly string[] | undefined,
  at: Path,
  what: string,
): Finding[] {
  if (declared === undefined) return [];
  const list = `one of the declared ${what}: ${declared.length === 0 ? 'there are none' : declared.join(', ')}`;
  if (wanted === everything) {
    return declared.length > 0
      ? []
      : [{ path: at, found: `'${everything}'`, allowed: `at least one declared entry: there are no ${what}` }];
  }
  return entries(wanted, at).flatMap(({ item, at: where }) =>
    declared.includes(item) ? [] : [{ path: where, found: `'${item}'`, allowed: list }],
  );
}

function unknownPrefix(prefix: string | undefined, workload: WorkloadView, row: Path): Finding[] {
  if (workload.files === undefined) {
    return [{ path: row, found: 'access to files', allowed: 'a workload that declares files' }];
  }
  const declared = completeList(workload.files.prefixes);
  if (declared === undefined || prefix === undefined || prefix === everything || declared.includes(prefix)) return [];
  return [
    {
      path: [...row, 'prefix'],
      found: `'${prefix}'`,
      allowed: `'*' or one of the declared prefixes: ${declared.join(', ')}`,
    },
  ];
}

/** What a consumer may reach must exist: a grant on a misspelt name would be found out in production. */
export const accessNamesExist: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item: { access }, at, workload }) => {
    const where = [...at, 'access'];
    return [
      ...unknownNames(access?.secrets, namesOf(workload.secrets), [...where, 'secrets'], 'secrets'),
      ...unknownNames(access?.customers, namesOf(workload.customers), [...where, 'customers'], 'customers'),
      ...entries(access?.files, [...where, 'files']).flatMap(({ item, at: row }) =>
        unknownPrefix(item.prefix, workload, row),
      ),
      ...(access?.settings === true && workload.settings && Object.keys(workload.settings).length === 0
        ? [{ path: [...where, 'settings'], found: 'true', allowed: 'a workload that declares settings' }]
        : []),
    ];
  });

/** Two entries for one prefix would hide from a reader what is allowed there. */
export const accessIsInOnePlace: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item, at }) =>
    repeated(entries(item.access?.files, [...at, 'access', 'files']), ({ prefix }) => prefix).map(
      ({ at: row, key }) => ({
        path: [...row, 'prefix'],
        found: `'${key}' a second time`,
        allowed: 'one entry for a prefix, with all its verbs',
      }),
    ),
  );

/** An IAM user without a rotating key is a key for ever. */
export const usersRotate: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item, at, workload }): Finding[] => {
    if (item.kind !== 'iam-user' || item.name === undefined) return [];
    // An invalid secret may be the one that is looked for.
    const owners = completeList(
      completeList(workload.secrets)?.flatMap((secret) => (secret.kind === 'access-key' ? [secret.consumer] : [])),
    );
    if (owners === undefined) return [];
    const own = owners.filter((owner) => owner === item.name);
    if (own.length === 1) return [];
    return [
      {
        path: at,
        found: `an iam-user with ${own.length === 0 ? 'no' : String(own.length)} access-key secrets`,
        allowed: `exactly one secret of kind access-key with consumer '${item.name}', which rotates its key; better still a role`,
        ...(own.length === 0 ? { deviable: 'user-rotation' as const } : {}),
      },
    ];
  });

export const accessKeysBelongToUsers: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item: workload, at }) => {
    const users = namesOf(workload.consumers?.filter((consumer) => consumer?.kind === 'iam-user'));
    if (users === undefined || completeList(workload.consumers) === undefined) return [];
    return entries(workload.secrets, [...at, 'secrets']).flatMap(({ item, at: where }) =>
      item.kind !== 'access-key' || item.consumer === undefined || users.includes(item.consumer)
        ? []
        : [
            {
              path: [...where, 'consumer'],
              found: `'${item.consumer}'`,
              allowed: `the name of an iam-user of this workload: ${users.length === 0 ? 'there are none' : users.join(', ')}`,
            },
          ],
    );
  });

export const sessionLength: EnvironmentRule = (environment, path) =>
  consumersOf(environment, path).flatMap(({ item, at }): Finding[] =>
    environment.tier === 'production' && item.kind === 'cross-account-role' && (item.sessionMinutes ?? 0) > 60
      ? [
          {
            path: [...at, 'sessionMinutes'],
            found: `${String(item.sessionMinutes)} minutes`,
            allowed: 'in production at most 60 minutes',
            deviable: 'session-length',
          },
        ]
      : [],
  );
