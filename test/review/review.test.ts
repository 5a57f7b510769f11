import type { Stack } from '../../tools/access/template';
import { ReviewError } from '../../tools/review/review-error';
import { environmentOf, type Resources, stackWith, world } from './corpus/small-world';
import { having, withStatements, worldWith } from './corpus/world-changes';
import { onlyOne, reviewOf, reviewOfSides } from './support';

const identity = 'PolicyDocument';

const wider = worldWith({
  ActorPolicy: withStatements('ActorPolicy', identity, ([read, deny]) => [
    { ...read, Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'] },
    { ...deny },
  ]),
});

describe('gained access', () => {
  it('is told by principal, with a request that only the head allows, what it was before, and the statement', async () => {
    const [gain, ...others] = onlyOne(await reviewOf(wider)).gains;
    expect(others).toEqual([]);
    expect(gain?.who.id).toBe('arn:aws:iam::111122223333:role/actor');
    expect(gain?.gained).toHaveLength(1);
    expect(gain?.gained[0]).toMatchObject({
      row: { action: 's3:PutObject', resource: 'arn:aws:s3:::world-files/in/*' },
      witness: { context: { 'aws:securetransport': 'true' } },
    });
    expect(gain?.gained[0]?.row.deciding[0]).toMatchObject({ statement: 'Read', constructPath: 'world/ActorPolicy' });
  });

  it('is lost access the other way round, and needs nothing', async () => {
    const made = await reviewOf(world, wider);
    const { gains, losses } = onlyOne(made);
    expect({ gains, losses: losses.map(({ row }) => row.action), passes: made.outcome.passes }).toEqual({
      gains: [],
      losses: ['s3:PutObject'],
      passes: true,
    });
  });

  it('names a policy that no stack contains, and what it is attached to', async () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const attached = worldWith({
      Other: having('Other', 'ManagedPolicyArns', [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
      ]),
    });
    const [gain] = onlyOne(await reviewOf(attached)).gains;
    expect(gain).toMatchObject({ who: { constructPath: 'world/Other' }, unknownPolicies: [arn] });
    expect(onlyOne(await reviewOf(world, attached)).lostPolicies).toEqual([arn]);
  });
});

describe('the policy', () => {
  it('passes what is granted, and nothing else', async () => {
    const { outcome } = await reviewOf(wider);
    const grants = outcome.missing.map(({ fingerprint }) => ({
      fingerprint,
      environment: 'test',
      reason: 'The service writes from now on.',
      expires: '2026-10-20',
    }));
    expect((await reviewOf(wider, world, grants)).outcome.passes).toBe(true);
    const more = { ...wider, Logs: having('Logs', 'RetentionInDays', 7) };
    expect((await reviewOf(more, world, grants)).outcome).toMatchObject({
      passes: false,
      missing: [{ property: 'RetentionInDays' }],
    });
    expect((await reviewOf(world, world, grants)).outcome).toMatchObject({
      passes: false,
      missing: [],
      unused: grants,
    });
  });
});

describe('what a stack is called', () => {
  const renamed = (resources: Resources, more: Partial<Stack> = {}) => [
    environmentOf(stackWith(resources, { name: 'renamed', ...more })),
  ];
  const before = [environmentOf(stackWith(world))];

  it('is no change of access or guards, and its data stay behind', async () => {
    const one = onlyOne(await reviewOfSides(before, renamed(world)));
    const { gains, losses, weakened, strengthened } = one;
    expect({ gains, losses, weakened, strengthened }).toEqual({
      gains: [],
      losses: [],
      weakened: [],
      strengthened: [],
    });
    expect(one.lostData).toMatchObject([{ fate: 'left behind', constructPath: 'world', type: 'stack' }]);
    expect(one.notes).toEqual([expect.stringContaining('The stack world is now called renamed')]);
  });

  it('hides neither a gain nor a weaker guard', async () => {
    const one = onlyOne(await reviewOfSides(before, renamed(wider, { terminationProtection: false })));
    expect(one.gains).toHaveLength(1);
    expect(one.weakened).toMatchObject([{ property: 'terminationProtection' }]);
  });

  it('is another stack when little of it is the same', async () => {
    const queue = { Queue: { Type: 'AWS::SQS::Queue' } };
    const topic = { Topic: { Type: 'AWS::SNS::Topic' } };
    const one = onlyOne(
      await reviewOfSides(
        [environmentOf(stackWith(queue, { name: 'gone' }))],
        [environmentOf(stackWith(topic, { name: 'new' }))],
      ),
    );
    expect(one.lostData).toMatchObject([{ fate: 'left behind', constructPath: 'gone' }]);
  });
});

describe('what is not understood', () => {
  /** Two permissions of which one has a property that nobody knows. */
  const unknown = worldWith({ Invocation: having('Invocation', 'Somehow', 'x') });

  it('stops the review when the head has it, and says what it is', async () => {
    const failed = reviewOf(unknown);
    await expect(failed).rejects.toThrow(ReviewError);
    await expect(failed).rejects.toThrow(
      /^test: nobody can tell who gains access, because the head is not understood: .*Somehow/,
    );
  });

  it('makes everything new when the base has it, so that a change can mend it', async () => {
    const made = await reviewOf(world, unknown);
    expect(onlyOne(made).notes).toContainEqual(expect.stringContaining('all access of the head counts as new'));
    expect(made.outcome.missing.map(({ kind }) => kind)).toContain('new environment');
  });

  it('leaves the cost out, and says why', async () => {
    const odd = worldWith({ Odd: { Type: 'Example::Odd::Thing', Properties: {} } });
    const one = onlyOne(await reviewOf(odd, odd));
    expect(one.cost).toBeUndefined();
    expect(one.notes).toContainEqual(expect.stringContaining('What it costs is not told'));
  });
});

describe('environments', () => {
  const named = (name: string) => ({ ...environmentOf(stackWith(world)), name });

  it('that are new need one entry for all their access', async () => {
    const { outcome } = await reviewOfSides([named('one')], [named('one'), named('two')]);
    expect(outcome.missing).toMatchObject([{ kind: 'new environment', environment: 'two' }]);
  });

  it('that are gone need an entry for each stack with data, which stays', async () => {
    const made = await reviewOfSides([named('one'), named('two')], [named('one')]);
    expect(made.outcome.missing).toMatchObject([{ kind: 'data', environment: 'two', fate: 'left behind' }]);
    expect(made.environments[1]?.notes[0]).toContain('The CDK deletes none of its stacks');
  });

  it('need nothing when there is no base at all', async () => {
    const made = await reviewOfSides(undefined, [named('one')]);
    expect(made).toMatchObject({ isFirst: true, outcome: { passes: true, missing: [] } });
  });

  it('without a base pass with entries that hold, of which nobody can say whether they are needed, and not with others', async () => {
    const grant = {
      fingerprint: 'guard-0123456789abcdef0123',
      environment: 'one',
      reason: 'For the second deployment.',
    };
    const passes = async (expires: string) =>
      (await reviewOfSides(undefined, [named('one')], [{ ...grant, expires }])).outcome.passes;
    expect([await passes('2026-10-31'), await passes('2026-09-30')]).toEqual([true, false]);
  });
});

it('sees no change in metadata, descriptions of the CDK and rules of its bootstrap', async () => {
  const noted = Object.fromEntries(
    Object.entries(world).map(([id, resource]) => [id, { ...resource, Metadata: { 'aws:asset:path': `asset.${id}` } }]),
  );
  const about = { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:other' } };
  const { others, lostOthers } = onlyOne(await reviewOf({ ...noted, About: about }));
  expect([others, lostOthers]).toEqual([[], []]);
});

it('is the same in every run', async () => {
  const [one, other] = await Promise.all([reviewOf(wider), reviewOf(wider)]);
  expect(one).toEqual(other);
});
