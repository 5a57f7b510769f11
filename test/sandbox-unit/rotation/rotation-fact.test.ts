import { type RotationFact, rotationSentence } from '../../../tools/sandbox/rotation/rotation-fact';

const of = { workload: 'portal', secret: 'portal/prod/key' };
const list = { call: 's3:ListBucket', answer: 'works' } as const;
const denied = { call: 's3:ListBucket', answer: 'denied', error: 'AccessDenied' } as const;

describe('rotationSentence', () => {
  it.each<[RotationFact, string]>([
    [
      { fact: 'rotated', ...of, which: 'first', how: 'started by hand' },
      'portal/prod/key: first rotation, started by hand',
    ],
    [
      { fact: 'key', ...of, when: 'overlap', keyId: 'AKIA1', state: 'works', answers: [list] },
      'portal/prod/key, overlap: AKIA1 works: s3:ListBucket',
    ],
    [
      {
        ...{ fact: 'key', ...of, when: 'T + 7 days', keyId: 'AKIA1', state: 'inactive' },
        answers: [{ call: 'sts:GetCallerIdentity', answer: 'refused', error: 'InvalidClientTokenId' }],
      },
      'portal/prod/key, T + 7 days: AKIA1 is inactive and refused: sts:GetCallerIdentity (InvalidClientTokenId)',
    ],
    [
      { fact: 'emergency ended', ...of, reason: 'stolen', session: { before: list, after: denied } },
      'portal/prod/key: everything but the new key is cut ("stolen"), a session of the old key too: s3:ListBucket (AccessDenied)',
    ],
    [
      { fact: 'emergency ended', ...of, reason: 'stolen' },
      'portal/prod/key: everything but the new key is cut ("stolen")',
    ],
    [
      { fact: 'tokens verify', ...of, signedBefore: 'one', signedAfter: 'two' },
      'portal/prod/key: a token of key one verifies with the new value, and one of its successor two with the value before',
    ],
    [{ fact: 'value replaced', ...of, characters: 32 }, 'portal/prod/key: replaced by another value of 32 characters'],
  ])('says %j in words', (fact, sentence) => {
    expect(rotationSentence(fact)).toBe(sentence);
  });
});
