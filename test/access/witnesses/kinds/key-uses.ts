import { contextOfKeyUse } from '../../../../tools/access/request-context';
import { administrator, type Context } from '../../../support/questions';
import { askedBy, type Neighbour, type NeighbourKind, ownCaller, sending } from '../neighbour';
import type { Witness } from '../witness';

/** What KMS does with a key, as against its administration. */
export const keyUses: readonly string[] = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

const usesKey = ({ row }: Witness) => keyUses.includes(row.action);

/** AWS's own services need nothing in between. */
const isForPeople = (witness: Witness) => usesKey(witness) && witness.row.principal.kind !== 'service';

/**
 * The key's policy, the boundary and the principal's own policy each see to it alone: with one of them left, it still is
 * refused.
 */
function byEachLayer(witness: Witness, that: string, question: Neighbour['question']): Neighbour[] {
  const changed = { ...witness, question };
  const own = ownCaller(witness);
  return [
    { that, question },
    ...(own === undefined
      ? []
      : [
          { that: `${that}, by the key`, question: askedBy(changed, administrator(own), { noBoundary: true }) },
          {
            that: `${that}, by the boundary`,
            question: askedBy(changed, administrator(own), { trustingResource: true }),
          },
          {
            that: `${that}, by its own policy`,
            question: askedBy(changed, own, { trustingResource: true, noBoundary: true }),
          },
        ]),
  ];
}

const directly: NeighbourKind = {
  name: 'without the service in between',
  of: (witness) =>
    isForPeople(witness) ? byEachLayer(witness, 'directly', sending(witness, { 'kms:ViaService': undefined })) : [],
};

const throughAnother: NeighbourKind = {
  name: 'through another service',
  of: (witness) => {
    if (!isForPeople(witness)) return [];
    const via = `dynamodb.${witness.room.environment.region}.amazonaws.com`;
    return byEachLayer(witness, via, sending(witness, { 'kms:ViaService': via }));
  },
};

const contextKeys = {
  s3: 'aws:s3:arn',
  secretsmanager: 'SecretARN',
} as const;

function withoutContext({ question }: Witness): Context {
  const keys = Object.keys(question.context ?? {}).filter((key) => key.startsWith('kms:EncryptionContext:'));
  return Object.fromEntries(keys.map((key) => [key, undefined]));
}

/** What the key is said to be used for, by the services that say it. */
const forAnotherThing: NeighbourKind = {
  name: 'under the encryption context of something else',
  of: (witness) => {
    if (!isForPeople(witness)) return [];
    const { environment, stacks } = witness.room;
    const { account, region } = environment;
    const partition = stacks[0]?.partition ?? '';
    const others = {
      s3: `arn:${partition}:s3:::witness-another-bucket`,
      secretsmanager: `arn:${partition}:secretsmanager:${region}:${account}:secret:another/secret-AbCdEf`,
    };
    return (['s3', 'secretsmanager'] as const).map((service) => ({
      that: others[service],
      question: sending(witness, {
        ...withoutContext(witness),
        ...contextOfKeyUse(`${service}.${region}.amazonaws.com`, { [contextKeys[service]]: others[service] }),
      }),
    }));
  },
};

export const keyUseKinds: readonly NeighbourKind[] = [directly, throughAnother, forAnotherThing];
