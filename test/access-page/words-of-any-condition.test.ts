import fc from 'fast-check';

import type { Condition } from '../../tools/access/rows/access-row';
import { comparisonHolds, holds } from '../../tools/access/rows/holds';
import { type Limit, limitOf } from '../../tools/access/rows/limit';
import { quoted } from '../../tools/access/rows/phrases';
import { inWords } from '../../tools/access/rows/words';
import { not } from './conditions';

const keysOfAll = [
  'acme:colour',
  'aws:CurrentTime',
  'aws:MultiFactorAuthAge',
  'aws:PrincipalArn',
  'aws:PrincipalTag/team',
  'aws:SourceArn',
  'aws:SourceIp',
  'dynamodb:LeadingKeys',
  'iam:PermissionsBoundary',
  'kms:EncryptionContext:SecretARN',
  'kms:EncryptionContext:purpose',
  'kms:ViaService',
  's3:TlsVersion',
  's3:prefix',
  's3:signatureAge',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  'sts:ExternalId',
];
const names = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'ArnNotEquals',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateLessThan',
  'DateGreaterThanEquals',
  'IpAddress',
  'NotIpAddress',
  'BinaryEquals',
];
const key = fc.constantFrom(...keysOfAll);
const value = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom('a', 'b', '1.2', '900000', '60', '198.51.100.0/24', 'a*', '2026-01-01T00:00:00Z'),
);
const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(...names),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const flagKeys = [
  'acme:open',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalIsAWSService',
  'aws:SecureTransport',
  'aws:ViaAWSService',
];
const flag = fc.constantFrom('true', 'false').map((text) => [text]);
const flags = fc.oneof(
  fc.record({ operator: fc.constantFrom('Bool', 'BoolIfExists'), key: fc.constantFrom(...flagKeys), values: flag }),
  fc.record({ operator: fc.constant('Null'), key: fc.constantFrom(...keysOfAll), values: flag }),
);
const comparison = fc.oneof(
  { weight: 4, arbitrary: fc.record({ operator, key, values: fc.uniqueArray(value, { minLength: 1, maxLength: 5 }) }) },
  { weight: 1, arbitrary: flags },
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.record({ resourceLike: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

describe('the words of any condition', () => {
  it('differ from the words of its opposite', () => {
    fc.assert(
      fc.property(condition, (given) => {
        for (const form of ['short', 'long'] as const) expect(inWords(given, form)).not.toBe(inWords(not(given), form));
      }),
      { numRuns: 500 },
    );
  });

  it('hold every value in the long form, and so do those of its opposite', () => {
    fc.assert(
      fc.property(condition, (given) => {
        for (const each of valuesOf(given)) {
          expect(inWords(given, 'long')).toContain(quoted(each));
          expect(inWords(not(given), 'long')).toContain(quoted(each));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('say what a condition on a list says, to every list', () => {
    const few = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
    const sets = fc.constantFrom(
      'ForAllValues:StringEquals',
      'ForAllValues:StringNotEquals',
      'ForAnyValue:StringEquals',
      'ForAnyValue:StringNotEquals',
    );
    fc.assert(
      fc.property(sets, few, few, fc.boolean(), (set, wanted, sent, isNegated) => {
        const given = { operator: set, key: 'dynamodb:LeadingKeys', values: wanted };
        const request = { resource: 'a', context: { 'dynamodb:LeadingKeys': sent } };
        const asked = isNegated ? not(given) : given;
        expect(meets(limitOf(asked), request)).toBe(holds(asked, request));
      }),
    );
  });

  it('say what the condition says, to every request', () => {
    const texts = fc.dictionary(key, fc.uniqueArray(value, { minLength: 1, maxLength: 2 }), { maxKeys: 8 });
    const switches = fc.dictionary(fc.constantFrom(...flagKeys), flag, { maxKeys: 4 });
    const context = fc.tuple(texts, switches).map(([one, other]): Record<string, string[]> => ({ ...one, ...other }));
    fc.assert(
      fc.property(condition, fc.array(context, { minLength: 5, maxLength: 20 }), (given, contexts) => {
        for (const sent of contexts) {
          const request = { resource: 'a', context: withoutLists(sent) };
          expect(meets(limitOf(given), request)).toBe(holds(given, request));
        }
      }),
      { numRuns: 500 },
    );
  });
});

type Request = Parameters<typeof holds>[1];

/** Only keys that may have several values have several. */
function withoutLists(sent: Readonly<Record<string, string[]>>): Record<string, string[]> {
  return {
    ...Object.fromEntries(
      Object.entries(sent).map(([name, values]) => [
        name,
        name === 'dynamodb:LeadingKeys' ? values : values.slice(0, 1),
      ]),
    ),
    // Requests over TLS, and only those, tell its version.
    'aws:SecureTransport': ['s3:TlsVersion' in sent ? 'true' : 'false'],
  };
}

/** Spells a limit again as a policy would, one comparison at a time. */
function meets(limit: Limit, request: Request): boolean {
  switch (limit.kind) {
    case 'all':
      return limit.parts.every((part) => meets(part, request));
    case 'any':
      return limit.parts.some((part) => meets(part, request));
    case 'resource':
      return holds({ resourceLike: limit.patterns }, request) === limit.holds;
    case 'literal':
      return comparisonHolds(limit, request.context) === limit.holds;
    case 'comparison': {
      const { comparison: compared } = limit;
      const { key: name, relation, quantifier } = compared;
      const sent = Object.entries(request.context).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
      if (sent === undefined) return compared.whenAbsent;
      if (relation === 'sent') return compared.holds;
      const values = relation === 'true' ? ['true'] : compared.values;
      const one = (each: string) =>
        comparisonHolds({ operator: compared.operator, key: name, values }, { [name]: each }) === compared.holds;
      return quantifier === 'some' ? [sent].flat().some(one) : [sent].flat().every(one);
    }
  }
}

/** What stands in a condition to be compared with; not whether a flag is set, which the phrase says itself. */
function valuesOf(given: Condition): readonly string[] {
  if ('not' in given) return valuesOf(given.not);
  if ('all' in given) return given.all.flatMap(valuesOf);
  if ('any' in given) return given.any.flatMap(valuesOf);
  if ('resourceLike' in given) return given.resourceLike;
  return /^(Bool|Null)/.test(given.operator) ? [] : given.values;
}
