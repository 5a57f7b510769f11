import { type Resources, tableOf, unitsOf } from './synthetic';

describe('keys', () => {
  const rotating = { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, RotationPeriodInDays: 365 } };

  it.each([
    [0, 0],
    [0.9, 0],
    [1, 1],
    [2, 2],
    // AWS charges for the first two rotations only.
    [5, 2],
  ])('after %d years have %d earlier versions that are charged', (yearsInUse, versions) => {
    const table = tableOf({ Key: rotating }, { yearsInUse });
    expect(unitsOf(table, 'key')).toBe(1);
    expect(unitsOf(table, 'keyVersion')).toBe(versions);
  });

  it('that rotate twice a year have two earlier versions after one', () => {
    const key = { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, RotationPeriodInDays: 180 } };
    expect(unitsOf(tableOf({ Key: key }, { yearsInUse: 1 }), 'keyVersion')).toBe(2);
  });

  it('that do not rotate have none', () => {
    const key = { Type: 'AWS::KMS::Key', Properties: {} };
    expect(unitsOf(tableOf({ Key: key }, { yearsInUse: 5 }), 'keyVersion')).toBe(0);
  });

  it('are charged for their use beyond the 20,000 requests that an account has free, all keys together', () => {
    const table = tableOf({ One: rotating, Two: rotating }, { keyRequests: 20_000 });
    const line = table.lines.find(({ price }) => price === 'keyRequests');
    expect(line).toMatchObject({ units: 40_000, by: 'use' });
    expect(line?.list).toBeCloseTo(0.12);
    expect(line?.afterFreeTier).toBeCloseTo(0.06);
  });
});

describe('secrets', () => {
  it('are charged each, and by their calls', () => {
    const secret = { Type: 'AWS::SecretsManager::Secret', Properties: {} };
    const table = tableOf({ One: secret, Two: secret, Three: secret }, { secretCalls: 10_000 });
    const lists = Object.fromEntries(table.lines.map(({ price, list }) => [price, list]));
    expect(lists.secret).toBeCloseTo(1.2);
    expect(lists.secretCalls).toBeCloseTo(0.15);
  });

  it('are charged again in each Region to which they are copied', () => {
    const Properties = { ReplicaRegions: [{ Region: 'eu-west-1' }] };
    expect(unitsOf(tableOf({ Copied: { Type: 'AWS::SecretsManager::Secret', Properties } }), 'secret')).toBe(2);
  });
});

describe('settings', () => {
  const parameter = (Tier?: string) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: Tier === undefined ? {} : { Tier },
  });

  it('are free in their ordinary tier, and not priced in another', () => {
    expect(tableOf({ Plain: parameter(), Standard: parameter('Standard') })).toMatchObject({
      lines: [],
      notPriced: [],
    });
    expect(tableOf({ Large: parameter('Advanced') }).notPriced).toMatchObject([{ what: 'parameter Large' }]);
  });
});

describe('buckets', () => {
  const resources: Resources = {
    Vault: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: 'files', LoggingConfiguration: { DestinationBucketName: 'access' } },
    },
    AccessLogs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'access' } },
    Records: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'records' } },
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Records' } } },
  };
  const usage = { vaultGigabytes: 100, recordGigabytes: 7, recordFiles: 11, objectWrites: 300, objectReads: 5_000 };

  it('hold files or records, as those around them say', () => {
    const table = tableOf(resources, usage);
    expect(unitsOf(table, 'storage')).toBe(100 + 7 + 7);
    expect(unitsOf(table, 'objectWrites')).toBe(300 + 11 + 11);
    expect(unitsOf(table, 'objectReads')).toBe(5_000);
  });

  it('of files say that what leaves them is not priced', () => {
    expect(tableOf(resources, usage).notPriced).toMatchObject([
      { what: expect.stringContaining('what leaves a vault') as string },
    ]);
  });
});
