import type { Consumer, CrossAccountConsumer } from '../../lib/config/consumers';
import type { Environment } from '../../lib/config/parameters';
import { administrator, anybody, type Caller, type Question, service } from '../support/questions';
import { otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { type Subject, subjectsOf } from './consumer-questions';

/** Who may become a consumer: exactly who is declared, under exactly the declared conditions. */

type Context = Readonly<Record<string, string>>;

interface CrossAccount extends Subject {
  readonly consumer: CrossAccountConsumer;
}

function crossAccount(room: Room): CrossAccount[] {
  return subjectsOf(room).flatMap((subject) =>
    subject.consumer.kind === 'cross-account-role' ? [{ ...subject, consumer: subject.consumer }] : [],
  );
}

const has =
  (...kinds: Consumer['kind'][]) =>
  ({ workloads }: Environment) =>
    workloads.some(({ consumers }) => consumers.some(({ kind }) => kinds.includes(kind)));

/** Everything but the external id that a declared partner brings along. */
function sound({ requireMfa, sourceAddresses }: CrossAccountConsumer): Context {
  const address = sourceAddresses[0]?.split('/')[0];
  return {
    ...(requireMfa ? { 'aws:MultiFactorAuthPresent': 'true' } : {}),
    ...(address === undefined ? {} : { 'aws:SourceIp': address }),
  };
}

function become(subject: Subject, caller: Caller, context: Context): Question {
  return { caller, action: 'sts:AssumeRole', resource: subject.arn, context };
}

function partnerRule(
  it: string,
  cases: (room: Room, subject: CrossAccount, right: Context) => readonly (readonly [Caller, Context, Row['answer']])[],
  when: Rule['when'] = has('cross-account-role'),
): Rule {
  return table(
    it,
    (room) =>
      crossAccount(room).flatMap((subject) => {
        const right = { ...sound(subject.consumer), 'sts:ExternalId': subject.consumer.externalIds[0] ?? '' };
        return cases(room, subject, right).map(([caller, context, answer]) => ({
          that: `${JSON.stringify(caller)} with ${JSON.stringify(context)}`,
          call: become(subject, caller, context),
          answer,
        }));
      }),
    when,
  );
}

const partners = ({ consumer }: CrossAccount) => consumer.trustedPrincipalArns.map(administrator);

function without(context: Context, key: string): Context {
  return Object.fromEntries(Object.entries(context).filter(([name]) => name !== key));
}

const anyWith = (test: (consumer: CrossAccountConsumer) => boolean) => (environment: Environment) =>
  environment.workloads.some(({ consumers }) =>
    consumers.some((consumer) => consumer.kind === 'cross-account-role' && test(consumer)),
  );

const partnerRules: Rule[] = [
  partnerRule('lets each declared partner in with each of its external ids', (_room, subject, right) =>
    partners(subject).flatMap((partner) =>
      subject.consumer.externalIds.map((id) => [partner, { ...right, 'sts:ExternalId': id }, 'Allowed'] as const),
    ),
  ),
  partnerRule('refuses a partner with a wrong external id, or with none', (_room, subject, right) =>
    partners(subject).flatMap((partner) => [
      [partner, { ...right, 'sts:ExternalId': 'guessed' }, 'refused'] as const,
      [partner, { ...right, 'sts:ExternalId': `${right['sts:ExternalId'] ?? ''}x` }, 'refused'] as const,
      [partner, without(right, 'sts:ExternalId'), 'refused'] as const,
    ]),
  ),
  partnerRule('refuses every other principal, even of the partner’s account or of our own', (room, subject, right) =>
    subject.consumer.trustedPrincipalArns.flatMap((trusted) => {
      const account = trusted.split(':')[4] ?? '';
      return [
        [administrator(roleArn(room, 'another', account)), right, 'refused'] as const,
        [administrator(trusted.replace(account, otherAccount)), right, 'refused'] as const,
        [administrator(roleArn(room, 'administrator')), right, 'refused'] as const,
      ];
    }),
  ),
  partnerRule(
    'refuses a partner without a second factor where one is required',
    (_room, subject, right) =>
      subject.consumer.requireMfa
        ? partners(subject).flatMap((partner) => [
            [partner, without(right, 'aws:MultiFactorAuthPresent'), 'refused'] as const,
            [partner, { ...right, 'aws:MultiFactorAuthPresent': 'false' }, 'refused'] as const,
          ])
        : [],
    anyWith(({ requireMfa }) => requireMfa),
  ),
  partnerRule(
    'refuses a partner outside its addresses',
    (_room, subject, right) =>
      subject.consumer.sourceAddresses.length > 0
        ? partners(subject).map(
            (partner) => [partner, { ...right, 'aws:SourceIp': '203.0.113.99' }, 'refused'] as const,
          )
        : [],
    anyWith(({ sourceAddresses }) => sourceAddresses.length > 0),
  ),
];

const services = {
  'ec2-role': 'ec2.amazonaws.com',
  'ecs-role': 'ecs-tasks.amazonaws.com',
  'lambda-role': 'lambda.amazonaws.com',
} as const;

/** What ECS sends; EC2 and Lambda send no source. */
function serviceContext(
  { environment, stacks }: Room,
  kind: keyof typeof services,
  account = environment.account,
): Context {
  return kind === 'ecs-role'
    ? {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:${stacks[0]?.partition ?? ''}:ecs:${environment.region}:${account}:task-definition/portal:1`,
      }
    : {};
}

const serviceRoles = table(
  'lets the declared service take a role, and no other service',
  (room) =>
    subjectsOf(room).flatMap((subject): Row[] => {
      const { kind, name } = subject.consumer;
      if (!(kind in services)) return [];
      const own = kind as keyof typeof services;
      const others = [...Object.values(services), 'sts.amazonaws.com'].filter((other) => other !== services[own]);
      return [
        { that: name, call: become(subject, service(services[own]), serviceContext(room, own)), answer: 'Allowed' },
        ...others.map((other): Row => ({
          that: `${name} by ${other}`,
          call: become(subject, service(other), serviceContext(room, 'ecs-role')),
          answer: 'refused',
        })),
      ];
    }),
  has('ec2-role', 'ecs-role', 'lambda-role'),
);

const tasks = table(
  'lets only tasks of this account and Region take the role of a task',
  (room) =>
    subjectsOf(room).flatMap((subject): Row[] => {
      if (subject.consumer.kind !== 'ecs-role') return [];
      const right = serviceContext(room, 'ecs-role');
      const foreign = serviceContext(room, 'ecs-role', otherAccount);
      const elsewhere = (right['aws:SourceArn'] ?? '').replace(room.environment.region, 'us-west-2');
      const wrong = [
        foreign,
        { ...right, 'aws:SourceAccount': otherAccount },
        { ...right, 'aws:SourceArn': foreign['aws:SourceArn'] ?? '' },
        { ...right, 'aws:SourceArn': elsewhere },
        without(right, 'aws:SourceArn'),
        without(right, 'aws:SourceAccount'),
      ];
      return wrong.map((context) => ({
        that: `${subject.consumer.name} with ${JSON.stringify(context)}`,
        call: become(subject, service('ecs-tasks.amazonaws.com'), context),
        answer: 'refused',
      }));
    }),
  has('ecs-role'),
);

const people = table('lets no person and no stranger become a consumer', (room) =>
  subjectsOf(room).flatMap((subject) =>
    subject.consumer.kind === 'iam-user'
      ? []
      : [
          administrator(roleArn(room, 'administrator')),
          administrator(roleArn(room, 'administrator', otherAccount)),
          anybody,
        ].map((caller): Row => ({
          that: `${JSON.stringify(caller)} becomes ${subject.consumer.name}`,
          call: become(subject, caller, {}),
          answer: 'refused',
        })),
  ),
);

const customers = table(
  'lets a consumer take its customers’ roles with their own external ids only',
  (room) =>
    subjectsOf(room).flatMap((subject): Row[] => {
      const { customers: declared } = subject.consumer.access;
      return subject.workload.customers.flatMap(({ name, roleArn: resource, externalIds }): Row[] => {
        const may = declared === '*' || declared?.includes(name) === true;
        const take = (role: string, context: Context): Question => ({
          caller: subject.arn,
          action: 'sts:AssumeRole',
          resource: role,
          resourceAccount: subject.arn.split(':')[4] ?? '',
          context: { ...subject.context, ...context },
        });
        const other = resource.replace(/:iam::\d+:/, `:iam::${otherAccount}:`);
        return [
          ...externalIds.map((id): Row => ({
            that: `${subject.consumer.name} takes ${resource}`,
            call: take(resource, { 'sts:ExternalId': id }),
            answer: may ? 'Allowed' : 'refused',
          })),
          { that: 'another id', call: take(resource, { 'sts:ExternalId': 'of-another-customer' }), answer: 'refused' },
          { that: 'no id', call: take(resource, {}), answer: 'refused' },
          { that: 'another account', call: take(other, { 'sts:ExternalId': externalIds[0] ?? '' }), answer: 'refused' },
          {
            that: 'another role',
            call: take(`${resource}-2`, { 'sts:ExternalId': externalIds[0] ?? '' }),
            answer: 'refused',
          },
        ];
      });
    }),
  ({ workloads }) => workloads.some((workload) => workload.customers.length > 0 && workload.consumers.length > 0),
);

const addresses = table(
  'refuses a key-carrying user everything outside its addresses',
  (room) =>
    subjectsOf(room).flatMap((subject): Row[] => {
      const { consumer, arn } = subject;
      if (consumer.kind !== 'iam-user' || consumer.sourceAddresses.length === 0) return [];
      const bucket = room.assembly.resources.find(({ type }) => type === 'AWS::S3::Bucket')?.arn ?? '';
      return (
        [
          ['s3:PutObject', `${bucket}/any`],
          ['sts:AssumeRole', roleArn(room, 'any')],
          ['secretsmanager:ListSecrets', '*'],
        ] as const
      ).map(([action, resource]) => ({
        that: `${consumer.name} ${action}`,
        call: {
          caller: administrator(arn),
          action,
          resource,
          resourceAccount: room.environment.account,
          context: { 'aws:SourceIp': '203.0.113.99' },
        },
        answer: 'ExplicitlyDenied',
      }));
    }),
  ({ workloads }) =>
    workloads.some(({ consumers }) =>
      consumers.some((consumer) => consumer.kind === 'iam-user' && consumer.sourceAddresses.length > 0),
    ),
);

export const trustRules: readonly Rule[] = [...partnerRules, serviceRoles, tasks, people, customers, addresses];
