import { type NeighbourKind, consumerAt, isOfSomebodyElse, ownCaller, sending } from '../neighbour';
import type { Witness } from '../witness';
import type { AccessRow } from '../../../../tools/access/rows/access-row';
import { otherAccount } from '../../../support/room';

/** The same request without what a partner or a key must bring along, or on behalf of somebody else. */

const takesRole = ({ row }: Witness) => row.action === 'sts:AssumeRole';

/** A role of ours that another account takes, or a role of a customer that a consumer takes. */
function crossesAccounts(witness: Witness): boolean {
  const owner = witness.question.resource.split(':')[4];
  const isElsewhere = isOfSomebodyElse(witness) && owner !== witness.room.environment.account;
  return takesRole(witness) && (witness.row.principal.kind === 'foreign' || isElsewhere);
}

const externalId = 'sts:ExternalId';

const withoutExternalId: NeighbourKind = {
  name: 'without an external id',
  of: (witness) =>
    crossesAccounts(witness) ? [{ that: 'none', question: sending(witness, { [externalId]: undefined }) }] : [],
};

const wrongExternalId: NeighbourKind = {
  name: 'with a wrong external id',
  of: (witness) => {
    if (!crossesAccounts(witness)) return [];
    const right = witness.question.context?.[externalId] ?? '';
    return [`${right}x`, right.toUpperCase(), 'guessed', '*']
      .filter((id) => id !== right)
      .map((id) => ({
        that: id,
        question: sending(witness, { [externalId]: id }),
      }));
  },
};

/** The external ids of everybody else whom the environment knows. */
const otherExternalId: NeighbourKind = {
  name: 'with the external id of somebody else',
  of: (witness) => {
    if (!crossesAccounts(witness)) return [];
    const { workloads } = witness.room.environment;
    const known = workloads.flatMap(({ customers, consumers }) => [
      ...customers.map(({ roleArn, externalIds }) => ({ of: roleArn, externalIds })),
      ...consumers.flatMap((consumer) =>
        consumer.kind === 'cross-account-role' ? [{ of: consumer.name, externalIds: consumer.externalIds }] : [],
      ),
    ]);
    const own = consumerAt(witness, witness.question.resource)?.consumer.name ?? witness.question.resource;
    return known
      .filter((other) => other.of !== own)
      .flatMap(({ of, externalIds }) =>
        externalIds.map((id) => ({ that: of, question: sending(witness, { [externalId]: id }) })),
      );
  },
};

/** The partner's role that is taken, or the user that asks: whom a condition on where from or with what can hold. */
function heldConsumer(witness: Witness) {
  const taken = consumerAt(witness, witness.question.resource)?.consumer;
  if (takesRole(witness) && taken?.kind === 'cross-account-role') return taken;
  const own = consumerAt(witness, ownCaller(witness))?.consumer;
  return own?.kind === 'iam-user' ? own : undefined;
}

const elsewhere: NeighbourKind = {
  name: 'from outside the source addresses',
  of: (witness) => {
    const consumer = heldConsumer(witness);
    return consumer !== undefined && consumer.sourceAddresses.length > 0
      ? [{ that: '203.0.113.99', question: sending(witness, { 'aws:SourceIp': '203.0.113.99' }) }]
      : [];
  },
};

const withoutMfa: NeighbourKind = {
  name: 'without a second factor where one is required',
  of: (witness) => {
    const consumer = heldConsumer(witness);
    if (consumer?.kind !== 'cross-account-role' || !consumer.requireMfa) return [];
    return ['false', undefined].map((present) => ({
      that: present ?? 'not sent',
      question: sending(witness, { 'aws:MultiFactorAuthPresent': present }),
    }));
  },
};

/** Services that AWS gives no source to say, each with what holds it instead. */
const sourceless: Readonly<Record<string, string>> = {
  'ec2.amazonaws.com sts:AssumeRole': 'EC2 sends none; a role reaches it only by iam:PassRole within the account',
  'lambda.amazonaws.com sts:AssumeRole': 'Lambda sends none; a role reaches it only by iam:PassRole within the account',
  'events.amazonaws.com kms:Decrypt': 'EventBridge sends KMS none; the topic in the encryption context is the bound',
  'events.amazonaws.com kms:GenerateDataKey': 'as for kms:Decrypt',
  'logs kms': 'CloudWatch Logs sends KMS none; the log group in the encryption context is the bound',
};

/** Under which of these a row is excused; undefined when it must name a source. */
export function excuseOf({ principal, action }: AccessRow): string | undefined {
  const name = principal.id.startsWith('logs.') && action.startsWith('kms:') ? 'logs kms' : `${principal.id} ${action}`;
  return name in sourceless ? name : undefined;
}

export const excuses: readonly string[] = Object.keys(sourceless);

const otherSource: NeighbourKind = {
  name: 'on behalf of another source, or of none',
  of: (witness) => {
    if (witness.row.principal.kind !== 'service' || excuseOf(witness.row) !== undefined) return [];
    const { account } = witness.room.environment;
    const source = witness.question.context?.['aws:SourceArn'] ?? '';
    const foreign = source.replace(account, otherAccount);
    const [prefix, partition, , ...rest] = source.split(':');
    return [
      { 'aws:SourceArn': foreign, 'aws:SourceAccount': otherAccount },
      { 'aws:SourceArn': foreign },
      { 'aws:SourceArn': [prefix, partition, 'witness', ...rest].join(':') },
      { 'aws:SourceArn': undefined },
      { 'aws:SourceAccount': undefined },
      { 'aws:SourceAccount': otherAccount },
    ].map((context) => ({ that: JSON.stringify(context), question: sending(witness, context) }));
  },
};

const contexts = [
  'kms:EncryptionContext:aws:cloudtrail:arn',
  'kms:EncryptionContext:aws:logs:arn',
  'kms:EncryptionContext:aws:sns:topicArn',
];

/** What holds a service to its errand where it names no source. */
const otherErrand: NeighbourKind = {
  name: 'by a service, for something that is not ours',
  of: (witness) => {
    if (witness.row.principal.kind !== 'service' || excuseOf(witness.row) === undefined || takesRole(witness))
      return [];
    const own = contexts.find((key) => key in (witness.question.context ?? {}));
    return own === undefined
      ? [{ that: 'anything', question: witness.question }]
      : [
          {
            that: own,
            question: sending(witness, {
              [own]: witness.question.context?.[own]?.replace(witness.room.environment.account, otherAccount),
            }),
          },
          { that: 'nothing', question: sending(witness, { [own]: undefined }) },
        ];
  },
};

const tokenKey = (claim: string) => `token.actions.githubusercontent.com:${claim}`;

/** A token that is another's, or for another service, or without what tells whose it is. */
const otherToken: NeighbourKind = {
  name: 'with the token of another job',
  of: (witness) => {
    if (witness.row.principal.kind !== 'federated') return [];
    const { context = {} } = witness.question;
    const subject = context[tokenKey('sub')] ?? '';
    return [
      ['sub', `${subject}-another`],
      ['sub', subject.replace(':environment:', ':ref:refs/heads/')],
      ['sub', subject.toUpperCase()],
      ['sub', '*'],
      ['sub', undefined],
      ['aud', 'another.example.com'],
      ['aud', undefined],
    ].map(([claim, value]) => ({
      that: `${String(claim)}: ${value ?? 'none'}`,
      question: sending(witness, { [tokenKey(String(claim))]: value }),
    }));
  },
};

export const trustKinds: readonly NeighbourKind[] = [
  otherToken,
  withoutExternalId,
  wrongExternalId,
  otherExternalId,
  elsewhere,
  withoutMfa,
  otherSource,
  otherErrand,
];
