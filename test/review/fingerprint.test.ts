import { fingerprintOf } from '../../tools/review/fingerprint';
import { judgedIn, type Review } from '../../tools/review/review';
import { environmentOf, files, type Resources, stackWith, world } from './corpus/small-world';
import { changed, having, withStatements, worldWith } from './corpus/world-changes';
import { onlyOne, reviewOf, reviewOfSides } from './support';

type Statement = Readonly<Record<string, unknown>>;

const written = {
  Sid: 'Write',
  Effect: 'Allow',
  Action: ['s3:PutObject', 's3:GetObjectTagging'],
  Resource: files('out/*'),
};

function withAllowed(...statements: readonly Statement[]): Resources {
  return worldWith({
    Other: changed('Other', (properties) => ({
      ...properties,
      Policies: [{ PolicyName: 'more', PolicyDocument: { Statement: statements } }],
    })),
  });
}

function fingerprints(made: Review): string[] {
  return judgedIn(onlyOne(made))
    .map(({ fingerprint }) => fingerprint)
    .sort();
}

const of = async (...statements: readonly Statement[]) => fingerprints(await reviewOf(withAllowed(...statements)));

describe('the fingerprint of gained access', () => {
  it.each<[string, readonly Statement[]]>([
    ['another name of the statement', [{ ...written, Sid: 'Other' }]],
    ['no name', [{ Effect: 'Allow', Action: written.Action, Resource: written.Resource }]],
    ['another order of actions', [{ ...written, Action: [...written.Action].reverse() }]],
    ['a statement for each action', written.Action.map((Action) => ({ ...written, Sid: 'A', Action }))],
    ['an action said twice', [written, { ...written, Action: 's3:PutObject' }]],
  ])('is the same with %s', async (_what, statements) => {
    expect(await of(...statements)).toEqual(await of(written));
  });

  it.each<[string, Statement]>([
    ['an action more', { ...written, Action: [...written.Action, 's3:GetObject'] }],
    ['an action less', { ...written, Action: ['s3:PutObject'] }],
    ['a wider resource', { ...written, Resource: files('*') }],
    ['another resource', { ...written, Resource: files('in/*') }],
    ['a condition', { ...written, Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } }],
  ])('is another with %s', async (_what, statement) => {
    expect(await of(statement)).not.toEqual(await of(written));
  });

  it('is the same with a condition that a refusal makes anyway', async () => {
    const condition = { Bool: { 'aws:SecureTransport': 'true' } };
    expect(await of({ ...written, Condition: condition })).toEqual(await of(written));
  });

  it('is another for somebody else', async () => {
    const document = { Statement: [written] };
    const toPartner = worldWith({
      Partner: changed('Partner', (properties) => ({
        ...properties,
        Policies: [{ PolicyName: 'more', PolicyDocument: document }],
      })),
    });
    expect(fingerprints(await reviewOf(toPartner))).not.toEqual(await of(written));
  });

  it('is the same in another account and Region', async () => {
    const place = { account: '222233334444', region: 'us-west-2' };
    const stack = (resources: Resources) =>
      stackWith(JSON.parse(JSON.stringify(resources).replaceAll('111122223333', place.account)) as Resources, place);
    const moved = (resources: Resources) => [{ ...environmentOf(stack(resources)), ...place }];
    const there = await reviewOfSides(moved(world), moved(withAllowed(written)));
    expect(fingerprints(there)).toEqual(await of(written));
  });
});

describe('the fingerprint of a weaker guard', () => {
  const kept = async (
    days: number,
    resources: Resources = worldWith({ Logs: having('Logs', 'RetentionInDays', days) }),
  ) => fingerprints(await reviewOf(resources));

  it('is another for another value, and for another resource', async () => {
    const table = worldWith({ Table: having('Table', 'DeletionProtectionEnabled', false) });
    const all = [...(await kept(30)), ...(await kept(7)), ...(await kept(0, table))];
    expect(new Set(all).size).toBe(3);
  });

  it('does not depend on what it was before: another change that comes first does not end it', async () => {
    const head = worldWith({ Logs: having('Logs', 'RetentionInDays', 7) });
    const earlier = worldWith({ Logs: having('Logs', 'RetentionInDays', 180) });
    expect(fingerprints(await reviewOf(head, earlier))).toEqual(await kept(7));
  });
});

it('is the same whatever the order of what it is made of', () => {
  const place = { account: '111122223333', region: 'eu-central-1' };
  expect(fingerprintOf('guard', { a: 1, b: { c: 2, d: 3 } }, place)).toBe(
    fingerprintOf('guard', { b: { d: 3, c: 2 }, a: 1 }, place),
  );
});

it('changes with any refusal that is left out, whatever is left of the others', async () => {
  const without = (index: number) =>
    worldWith({ BucketPolicy: withStatements('BucketPolicy', 'PolicyDocument', (all) => all.toSpliced(index, 1)) });
  const [first, second] = [fingerprints(await reviewOf(without(0))), fingerprints(await reviewOf(without(1)))];
  expect(first).not.toEqual(second);
});
