import type { Resource } from '../../tools/access/template';
import { environmentOf, files, type Resources, stackWith, world } from './corpus/small-world';
import { changed, having, withStatements, worldWith } from './corpus/world-changes';
import { onlyOne, reviewOfSides, today } from './support';
import { comment } from '../../tools/review/render/finding-lines';
import { reviewMarkdown } from '../../tools/review/render/markdown';

const role = (name: string, Action: unknown): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:s3:::newcomer-files/*' }] },
      },
    ],
  },
});

const newcomers = (...actions: readonly string[]): Resources => ({
  Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'newcomer-files' } },
  One: role('newcomer-one', actions),
  Two: role('newcomer-two', 's3:GetObject'),
});

const before = [environmentOf(stackWith(world))];
const with_ = (added: Resources, resources: Resources = world) => [
  environmentOf(stackWith(resources), stackWith(added, { name: 'newcomer' })),
];

async function found(added: Resources, resources: Resources = world) {
  const { missing } = (await reviewOfSides(before, with_(added, resources))).outcome;
  return missing;
}

describe('a new stack', () => {
  it('takes one entry for all that it brings, of which each is told', async () => {
    const made = await reviewOfSides(before, with_(newcomers('s3:GetObject')));
    expect(made.outcome.missing).toMatchObject([{ kind: 'new stacks', stacks: ['newcomer'] }]);
    const { newStacks, gains } = onlyOne(made);
    expect(gains).toEqual([]);
    expect(newStacks?.gains.map(({ who }) => who.id)).toEqual([
      'arn:aws:iam::111122223333:role/newcomer-one',
      'arn:aws:iam::111122223333:role/newcomer-two',
      'ecs-tasks.amazonaws.com',
    ]);
    const text = reviewMarkdown(made, comment, today);
    for (const name of ['newcomer-one', 'newcomer-two', 'service ecs-tasks']) expect(text).toContain(`**${name}**`);
    expect(text.match(/- fingerprint: /g)).toHaveLength(1);
  });

  it('takes another entry for anything more', async () => {
    const prints = await Promise.all(
      [
        newcomers('s3:GetObject'),
        newcomers('s3:GetObject', 's3:PutObject'),
        { ...newcomers('s3:GetObject'), Third: role('newcomer-three', 's3:GetObject') },
      ].map(async (added) => (await found(added)).map(({ fingerprint }) => fingerprint)),
    );
    expect(new Set(prints.flat()).size).toBe(3);
  });

  it('needs nothing when it gives nothing, and is told', async () => {
    const made = await reviewOfSides(before, with_({ Topic: { Type: 'AWS::SNS::Topic', Properties: {} } }));
    expect(made.outcome.passes).toBe(true);
    expect(onlyOne(made).notes).toContain('New: the stack newcomer.');
  });

  it('hides no gain of those who were there, by a statement of theirs', async () => {
    const wider = worldWith({
      ActorPolicy: withStatements('ActorPolicy', 'PolicyDocument', ([read, deny]) => [
        { ...read, Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'] },
        { ...deny },
      ]),
    });
    expect((await found(newcomers('s3:GetObject'), wider)).map(({ kind }) => kind).sort()).toEqual([
      'access',
      'new stacks',
    ]);
  });

  it('hides no weaker guard of another stack', async () => {
    const shorter = worldWith({ Logs: having('Logs', 'RetentionInDays', 7) });
    expect((await found(newcomers('s3:GetObject'), shorter)).map(({ kind }) => kind).sort()).toEqual([
      'guard',
      'new stacks',
    ]);
  });
});

describe('what another stack says of a new one', () => {
  const delivered = (...arns: readonly string[]) =>
    withStatements('BucketPolicy', 'PolicyDocument', (all) => [
      ...all,
      {
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: files('*'),
        Condition: { ArnLike: { 'aws:SourceArn': arns } },
      },
    ]);
  const one = 'arn:aws:s3:::first-files';
  const base = [environmentOf(stackWith(worldWith({ BucketPolicy: delivered(one) })))];

  it.each([
    ['is part of it while it is nothing but a name', 'arn:aws:s3:::newcomer-files', ['new stacks']],
    ['is not when it means others too', 'arn:aws:s3:::*', ['access', 'new stacks']],
    ['is not when it means something else', 'arn:aws:s3:::another-files', ['access', 'new stacks']],
  ])('%s', async (_what, arn, expected) => {
    const head = with_(newcomers('s3:GetObject'), worldWith({ BucketPolicy: delivered(one, arn) }));
    const { missing } = (await reviewOfSides(base, head)).outcome;
    expect(missing.map(({ kind }) => kind).sort()).toEqual(expected);
  });

  const watched = (prefixes: readonly string[]) =>
    changed('Rule', (properties) => ({
      ...properties,
      EventPattern: { detail: { who: [{ 'anything-but': { prefix: prefixes } }] } },
    }));

  it.each([
    ['is part of it when a rule leaves out its names', ['first-', 'newcomer-one'], ['new stacks']],
    ['is not when a rule leaves out more', ['first-', 'newcomer-one', 'other-'], ['guard', 'new stacks']],
    [
      'is not when a rule leaves out the names of others too',
      ['first-', 'newcomer-one', 'arn:aws:iam::111122223333:role/'],
      ['guard', 'new stacks'],
    ],
    ['is not when a rule says something else no more', ['newcomer-one'], ['guard', 'new stacks']],
  ])('%s', async (_what, prefixes, expected) => {
    const start = [environmentOf(stackWith(worldWith({ Rule: watched(['first-']) })))];
    const head = with_(newcomers('s3:GetObject'), worldWith({ Rule: watched(prefixes) }));
    const { missing } = (await reviewOfSides(start, head)).outcome;
    expect(missing.map(({ kind }) => kind).sort()).toEqual(expected);
  });
});
