import { randomBytes, randomUUID } from 'node:crypto';

import fc from 'fast-check';

import { isGenerated } from '../../../lib/config/rules/external-ids';
import { at, changed, mistakes, mistakesAfter, workload } from '../../support/configurations';

const customerIds = `${workload}.customers[0].externalIds`;
const consumerIds = `${workload}.consumers[1].externalIds`;
const fresh = () => randomUUID();

/** Bytes of a generator, which the tests can repeat. */
const bytes = (length: number) =>
  fc.noBias(fc.uint8Array({ minLength: length, maxLength: length })).map((array) => Buffer.from(array));

const uuids = bytes(16).map((random) => {
  const hex = random.toString('hex');
  const variant = '89ab'[(random[8] ?? 0) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
});

// A seed, because one id in a million does look chosen, and refusing it is right.
const thousand = { numRuns: 1000, seed: 20_260_615 };

describe('a generated id', () => {
  it('is every random UUID', () => {
    fc.assert(fc.property(uuids, isGenerated), thousand);
    fc.assert(
      fc.property(
        uuids.map((id) => id.toUpperCase()),
        isGenerated,
      ),
      thousand,
    );
    expect(Array.from({ length: 100 }, fresh).every(isGenerated)).toBe(true);
  });

  it.each([16, 20, 32])('is every %i random bytes in hexadecimal', (length) => {
    fc.assert(
      fc.property(
        bytes(length).map((random) => random.toString('hex')),
        isGenerated,
      ),
      thousand,
    );
  });

  it('is every 32 random bytes in base64url, and nearly every 16', () => {
    const accepted = (length: number) =>
      Array.from({ length: 1000 }, () => randomBytes(length).toString('base64url')).filter(isGenerated).length;
    expect(accepted(32)).toBeGreaterThan(990);
    expect(accepted(16)).toBeGreaterThan(950);
  });
});

describe('a chosen id', () => {
  it.each([
    'acme',
    'acme-corp-production',
    'Customer-Acme-Production-2024-Id',
    'CustomerAcmeProduction2024Id',
    'MyCompanyProductionExternalId',
    'AcmeCorp_Prod_Reader_2026_v2',
    'ThisIsOurExternalIdNumber42',
    'S3BucketAccessForAcmeV2Prod',
    'P4ssw0rd-P4ssw0rd-P4ssw0rd',
    'ACMECORPPRODUCTIONREADER2026eu',
    'QwertyUiopAsdfghJkl12345',
    '123456789012',
    '12345678-1234-4234-9234-123456789012',
    '00000000-0000-4000-8000-000000000000',
    'a1b2c3d4-e5f6-4a5b-8c7d-9e0f1a2b3c4d',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    '0123456789abcdef0123456789abcdef',
    // Of version 1: made of a clock and an address that everybody on the network knows.
    'b3a1f8d2-6f5e-11ef-9c2a-0242ac120002',
  ])('is %s', (id) => {
    expect(isGenerated(id)).toBe(false);
    expect(mistakesAfter({ [`${consumerIds}[0]`]: id })).toEqual([
      {
        path: `${consumerIds}[0]`,
        found: `'${id}'`,
        allowed: 'a generated id, such as one printed by: npm run external-id',
      },
    ]);
  });

  it('is an access key that was pasted there, and is not printed', () => {
    const [mistake] = mistakesAfter({ [`${consumerIds}[0]`]: 'AKIAIOSFODNN7EXAMPLE' });
    expect(mistake?.found).toBe('a value of 20 characters (not printed: it may be secret)');
  });

  it.each(['a', 'with space', 'ä'.repeat(30), 'line\nbreak', '*', ''])('and %j is no id at all', (id) => {
    expect(mistakesAfter({ [`${consumerIds}[0]`]: id })).toEqual([
      expect.objectContaining({
        path: `${consumerIds}[0]`,
        allowed: expect.stringMatching(/^an external id of /) as string,
      }),
    ]);
  });
});

describe('ids of a trust', () => {
  it('may be two while one is rotated, and not three', () => {
    expect(mistakesAfter({ [consumerIds]: [fresh(), fresh()] })).toEqual([]);
    expect(mistakesAfter({ [consumerIds]: [fresh(), fresh(), fresh()] })).toEqual([
      { path: consumerIds, found: 'a list of 3', allowed: 'a list of external ids, 1 to 2 of them' },
    ]);
  });

  it('are different', () => {
    const id = fresh();
    expect(mistakesAfter({ [consumerIds]: [id, id] })).toEqual([
      {
        path: `${consumerIds}[1]`,
        found: `'${id}' a second time`,
        allowed: 'an id that stands for this trust alone; print one with: npm run external-id',
      },
    ]);
  });

  it('belong to no other trust, of a customer or of a role', () => {
    const [id] = at(customerIds) as string[];
    expect(mistakesAfter({ [consumerIds]: [id] })).toEqual([expect.objectContaining({ path: `${consumerIds}[0]` })]);
    const second = { name: 'southwind', roleArn: 'arn:aws:iam::777788889999:role/reader', externalIds: [fresh(), id] };
    expect(mistakesAfter({ [`${workload}.customers[1]`]: second })).toEqual([
      expect.objectContaining({ path: `${workload}.customers[1].externalIds[1]` }),
    ]);
  });

  it('belong to no trust of another environment', () => {
    const [id] = at(consumerIds) as string[];
    expect(mistakes(withCustomerSide({ externalIds: [id], consumer: 'reader' }))).toEqual([
      expect.objectContaining({ path: 'environments[1].workloads[0].consumers[0].externalIds[0]' }),
    ]);
  });

  it('are shared by both sides of one trust, where both stand in one configuration', () => {
    const ids = at(customerIds) as string[];
    const role = 'arn:aws:iam::444455556666:role/exchange-northwind-reader';
    const both = withCustomerSide({ externalIds: ids, consumer: 'reader' });
    expect(mistakes(changed({ [`${workload}.customers[0].roleArn`]: role }, both))).toEqual([]);
    // Another role than the one that the service names.
    expect(mistakes(withCustomerSide({ externalIds: ids, consumer: 'other' }))).toHaveLength(1);
  });
});

/** The baseline, and an environment of its customer with a role for it. */
function withCustomerSide({
  externalIds,
  consumer,
}: {
  externalIds: readonly (string | undefined)[];
  consumer: string;
}) {
  const start = changed({}) as { environments: object[] };
  const [service] = start.environments;
  const customer = {
    ...service,
    name: 'northwind',
    account: '444455556666',
    breakGlassRoleArn: undefined,
    secretOperatorArns: [],
    workloads: [
      {
        name: 'exchange',
        owner: 'northwind-it',
        dataClass: 'confidential',
        settings: { color: 'blue' },
        consumers: [
          {
            kind: 'cross-account-role',
            name: consumer,
            trustedPrincipalArns: ['arn:aws:iam::111122223333:role/portal-prod-web'],
            externalIds,
            access: { settings: true },
          },
        ],
      },
    ],
  };
  return { environments: [service, customer] };
}
