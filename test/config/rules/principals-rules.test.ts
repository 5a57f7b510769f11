import { changed, environment, mistakes, mistakesAfter, workload } from '../../support/configurations';

const partner = `${workload}.consumers[1]`;
const breakGlass = `${environment}.breakGlassRoleArn`;
const operators = `${environment}.secretOperatorArns`;
const region = `${environment}.region`;

/** The baseline in another partition. */
function inPartition(name: string, regionName: string): unknown {
  const text = JSON.stringify(changed({ [region]: regionName }));
  return JSON.parse(text.replaceAll('arn:aws:', `arn:${name}:`)) as unknown;
}

describe('partitions', () => {
  it.each([
    ['aws', 'ap-east-1'],
    ['aws', 'eu-south-2'],
    ['aws', 'me-central-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-cn', 'cn-northwest-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('accepts principals of %s in %s', (partition, name) => {
    expect(mistakes(inPartition(partition, name))).toEqual([]);
  });

  it.each([
    [breakGlass, 'arn:aws-cn:iam::111122223333:role/break-glass'],
    [`${operators}[0]`, 'arn:aws-us-gov:iam::111122223333:role/secret-operator'],
    [`${partner}.trustedPrincipalArns[0]`, 'arn:aws-cn:iam::444455556666:role/collector'],
    [`${workload}.customers[0].roleArn`, 'arn:aws-cn:iam::444455556666:role/reader'],
    [`${workload}.customers[0].roleArn`, 'arn:aws-example:iam::444455556666:role/reader'],
  ])('rejects at %s a principal of another one', (path, arn) => {
    expect(mistakesAfter({ [path]: arn })).toEqual([
      { path, found: `'${arn}'`, allowed: 'an ARN of partition aws, to which Region eu-central-1 belongs' },
    ]);
  });

  it('rejects every principal of the public partition in a China Region', () => {
    const found = mistakesAfter({ [region]: 'cn-north-1' });
    expect(found.map(({ path }) => path)).toEqual([
      breakGlass,
      `${operators}[0]`,
      `${partner}.trustedPrincipalArns[0]`,
      `${workload}.customers[0].roleArn`,
    ]);
    expect(new Set(found.map(({ allowed }) => allowed))).toEqual(
      new Set(['an ARN of partition aws-cn, to which Region cn-north-1 belongs']),
    );
  });
});

describe('roles of people', () => {
  it.each([
    [breakGlass, 'arn:aws:iam::444455556666:role/break-glass'],
    [`${operators}[0]`, 'arn:aws:iam::444455556666:role/secret-operator'],
  ])('are of the environment’s account: %s', (path, arn) => {
    expect(mistakesAfter({ [path]: arn })).toEqual([
      { path, found: `'${arn}'`, allowed: "a role of the environment's account 111122223333" },
    ]);
  });

  it.each([
    [breakGlass, 'arn:aws:iam::111122223333:role/portal-prod-web'],
    [`${operators}[0]`, 'arn:aws:iam::111122223333:role/portal-prod-partner'],
  ])('are no consumer, which could then unlock its own files or set its own secrets: %s', (path, arn) => {
    expect(mistakesAfter({ [path]: arn })).toEqual([
      {
        path,
        found: `'${arn}', a consumer of this environment`,
        allowed: 'a role of people, which no application has',
      },
    ]);
  });
});

describe('customers', () => {
  it('have a role each', () => {
    const second = {
      name: 'southwind',
      roleArn: 'arn:aws:iam::444455556666:role/reader',
      externalIds: ['3b6f2e10-6d0b-4a3c-9a51-0f4d9a2c7b88'],
    };
    expect(mistakesAfter({ [`${workload}.customers[1]`]: second })).toEqual([
      {
        path: `${workload}.customers[1].roleArn`,
        found: "'arn:aws:iam::444455556666:role/reader' a second time",
        allowed: 'a role that no other customer of the workload has',
      },
    ]);
    const own = { ...second, roleArn: 'arn:aws:iam::777788889999:role/reader' };
    expect(mistakesAfter({ [`${workload}.customers[1]`]: own })).toEqual([]);
  });
});

describe('trust policies', () => {
  const principals = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `arn:aws:iam::444455556666:role/${'department/'.repeat(14)}r${String(index)}`,
    );

  it('fit what IAM takes', () => {
    expect(mistakesAfter({ [`${partner}.trustedPrincipalArns`]: principals(7) })).toEqual([]);
    expect(mistakesAfter({ [`${partner}.trustedPrincipalArns`]: principals(9) })).toEqual([
      {
        path: partner,
        found: expect.stringMatching(
          /^principals, external ids and address ranges of \d+ characters together$/,
        ) as string,
        allowed: 'at most 1648 characters: IAM bounds a trust policy; declare a second consumer',
      },
    ]);
  });
});
