import { createSecret, putSecret, readSecret } from '../support/calls';
import { administrator, anybody, type Caller, service } from '../support/questions';
import { cloudFormationRoleArn, otherAccount, roleArn, type Room, secretArn } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { subjectsOf } from './consumer-questions';

/** Who may read, put and make a secret: each secret of each workload. */

const hasSecrets: Rule['when'] = ({ workloads }) => workloads.some(({ secrets }) => secrets.length > 0);

function secretArns(room: Room): string[] {
  return room.environment.workloads.flatMap((workload) =>
    workload.secrets.map(({ name }) => secretArn(room, workload, name)),
  );
}

function eachSecret(it: string, rows: (room: Room, arn: string) => readonly Row[], when = hasSecrets): Rule {
  return table(it, (room) => secretArns(room).flatMap((arn) => rows(room, arn)), when);
}

const ownAdministrator = (room: Room) => administrator(roleArn(room, 'administrator'));

/** `cdk bootstrap` gives the role with which CloudFormation acts the policy AdministratorAccess. */
function cloudFormation(room: Room): Caller {
  return administrator(cloudFormationRoleArn(room));
}

const hasOperators: Rule['when'] = ({ secretOperatorArns, workloads }) =>
  secretOperatorArns.length > 0 && workloads.some(({ secrets }) => secrets.length > 0);

/** All that can be asked of a secret but its value. */
const otherActions = ['DescribeSecret', 'DeleteSecret', 'GetResourcePolicy', 'PutResourcePolicy', 'PutSecretValue'].map(
  (action) => `secretsmanager:${action}`,
);

export const secretRules: readonly Rule[] = [
  eachSecret('refuses its value to an administrator of the account', (room, arn) => [
    { that: arn, call: readSecret(room.assembly, ownAdministrator(room), arn), answer: 'ExplicitlyDenied' },
  ]),
  eachSecret('lets an administrator manage it without reading it', (room, arn) =>
    ['secretsmanager:DescribeSecret', 'secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteSecret'].map(
      (action) => ({
        that: `${action} ${arn}`,
        call: { caller: ownAdministrator(room), action, resource: arn },
        answer: 'Allowed' as const,
      }),
    ),
  ),
  eachSecret('lets CloudFormation make it under our key and never read it back', (room, arn) => [
    { that: `creates ${arn}`, call: createSecret(room.assembly, cloudFormation(room), arn), answer: 'Allowed' },
    { that: `reads ${arn}`, call: readSecret(room.assembly, cloudFormation(room), arn), answer: 'ExplicitlyDenied' },
  ]),
  eachSecret(
    'lets a secret operator put a value and never read one',
    (room, arn) =>
      room.environment.secretOperatorArns.flatMap((operator): Row[] => [
        {
          that: `${operator} puts ${arn}`,
          call: putSecret(room.assembly, administrator(operator), arn),
          answer: 'Allowed',
        },
        {
          that: `${operator} reads ${arn}`,
          call: readSecret(room.assembly, administrator(operator), arn),
          answer: 'ExplicitlyDenied',
        },
      ]),
    hasOperators,
  ),
  eachSecret('refuses a new value from an administrator who is no operator', (room, arn) => [
    { that: arn, call: putSecret(room.assembly, ownAdministrator(room), arn), answer: 'refused' },
  ]),
  eachSecret('refuses a new value from a role of an operator’s name in another account', (room, arn) => [
    {
      that: arn,
      call: putSecret(room.assembly, administrator(roleArn(room, 'secret-operator', otherAccount)), arn),
      answer: 'ExplicitlyDenied',
    },
  ]),
  ...(
    [
      ['another account', (room: Room) => administrator(roleArn(room, 'administrator', otherAccount))],
      ['whoever does not sign', () => anybody],
    ] as const
  ).map(([who, caller]) =>
    eachSecret(`refuses everything to ${who}`, (room, arn) =>
      [...otherActions, 'secretsmanager:GetSecretValue'].map((action) => ({
        that: `${action} ${arn}`,
        call: { caller: caller(room), action, resource: arn },
        answer: 'ExplicitlyDenied' as const,
      })),
    ),
  ),
  eachSecret('leaves AWS services to what is granted to them, but for its value', (_room, arn) =>
    otherActions.map((action) => ({
      that: `${action} ${arn}`,
      call: { caller: service('rds.amazonaws.com'), action, resource: arn },
      answer: 'ImplicitlyDenied' as const,
    })),
  ),
  eachSecret('refuses its value to an undeclared consumer, whatever is attached to that later', (room, arn) =>
    subjectsOf(room).flatMap(({ consumer, arn: caller, workload }) => {
      const readers = consumer.access.secrets;
      const declared = workload.secrets
        .filter(({ name }) => readers === '*' || readers?.includes(name))
        .map(({ name }) => secretArn(room, workload, name));
      if (declared.includes(arn)) return [];
      const call = readSecret(room.assembly, administrator(caller), arn);
      return [{ that: `${consumer.name} reads ${arn}`, call, answer: 'ExplicitlyDenied' as const }];
    }),
  ),
];
