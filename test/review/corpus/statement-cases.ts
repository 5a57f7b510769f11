import type { ReviewCase } from './review-case';
import { bucketArn, environmentOf, files, stackWith, world } from './small-world';
import { change, changed, having, withStatements, worldWith } from './world-changes';

/** What AWS's own comparison gets right, wrong and does not see, one change each. */

const identity = 'PolicyDocument';
const inActor = (edit: Parameters<typeof withStatements>[2]) =>
  worldWith({ ActorPolicy: withStatements('ActorPolicy', identity, edit) });
const inBucket = (edit: Parameters<typeof withStatements>[2]) =>
  worldWith({ BucketPolicy: withStatements('BucketPolicy', identity, edit) });
const allow = (more: Readonly<Record<string, unknown>>) => ({
  Effect: 'Allow',
  Action: 's3:PutObject',
  Resource: files('out/*'),
  ...more,
});

const withParameter = (Default: string) =>
  environmentOf(
    stackWith(
      worldWith({
        ActorPolicy: withStatements('ActorPolicy', identity, ([read, ...others]) => [
          { ...read, Resource: { 'Fn::Join': ['', [bucketArn, '/', { Ref: 'Prefix' }]] } },
          ...others,
        ]),
      }),
      {},
      { Parameters: { Prefix: { Type: 'String', Default } } },
    ),
  );

const guardedBy = (condition: string) =>
  environmentOf(
    stackWith(
      worldWith({ Alarm: { ...changed('Alarm', (properties) => properties), Condition: 'Watched' } }),
      {},
      { Conditions: { Watched: { 'Fn::Equals': [condition, 'yes'] } } },
    ),
  );

const keptWhen = (condition: string) =>
  environmentOf(
    stackWith(
      worldWith({ Table: { ...changed('Table', (properties) => properties), Condition: 'Kept' } }),
      {},
      { Conditions: { Kept: { 'Fn::Equals': [condition, 'yes'] } } },
    ),
  );

/** The trail's switch behind a condition: without a value, AWS turns on what nobody turned off. */
const validatedWhen = (condition: string) =>
  environmentOf(
    stackWith(
      worldWith({
        Trail: having('Trail', 'EnableLogFileValidation', { 'Fn::If': ['Watched', true, { Ref: 'AWS::NoValue' }] }),
      }),
      {},
      { Conditions: { Watched: { 'Fn::Equals': [condition, 'yes'] } } },
    ),
  );

const deletedOnlyBy = (operator: string, arn: string) =>
  worldWith({
    BucketPolicy: withStatements('BucketPolicy', identity, ([tls, deletion]) => [
      { ...tls },
      { ...deletion, Condition: { [operator]: { 'aws:PrincipalArn': arn } } },
    ]),
  });

const readOnlyBy = (operator: string, arn: string) =>
  worldWith({
    SecretPolicy: withStatements('SecretPolicy', 'ResourcePolicy', ([read]) => [
      {
        ...read,
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Condition: { [operator]: { 'aws:PrincipalArn': arn } },
      },
    ]),
  });

export const statementCases: readonly ReviewCase[] = [
  change(
    'a refusal that excepts everybody',
    ['guard'],
    deletedOnlyBy('ArnNotLike', '*'),
    deletedOnlyBy('ArnNotLike', 'arn:aws:iam::111122223333:role/other'),
  ),
  change(
    'a condition that everybody meets',
    ['access'],
    readOnlyBy('ArnLike', '*'),
    readOnlyBy('ArnLike', 'arn:aws:iam::444455556666:role/reader'),
  ),
  change('nothing', [], world),
  change(
    'an action more',
    ['access'],
    inActor(([read, deny]) => [
      { ...read, Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'] },
      { ...deny },
    ]),
  ),
  change(
    'no external id asked for any more',
    ['access'],
    worldWith({
      Partner: withStatements('Partner', 'AssumeRolePolicyDocument', ([trust]) => [{ ...trust, Condition: {} }]),
    }),
  ),
  change(
    'a further external id',
    ['access'],
    worldWith({
      Partner: withStatements('Partner', 'AssumeRolePolicyDocument', ([trust]) => [
        {
          ...trust,
          Condition: { StringEquals: { 'sts:ExternalId': ['7e1d8f4c-93b2-4c86-8f0d-2b1c5a7e9f63', 'other'] } },
        },
      ]),
    }),
  ),
  change(
    'multi-factor sign-in asked for no more',
    ['access'],
    worldWith({
      Partner: withStatements('Partner', 'AssumeRolePolicyDocument', ([trust]) => [
        { ...trust, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ]),
    }),
    worldWith({
      Partner: withStatements('Partner', 'AssumeRolePolicyDocument', ([trust]) => [
        {
          ...trust,
          Condition: { StringEquals: { 'sts:ExternalId': 'x' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ]),
    }),
  ),
  change(
    'one more role has a policy',
    ['access'],
    worldWith({ ActorPolicy: having('ActorPolicy', 'Roles', [{ Ref: 'Actor' }, { Ref: 'Other' }]) }),
  ),
  change(
    'a key policy lets another role decrypt',
    ['access'],
    worldWith({
      Key: withStatements('Key', 'KeyPolicy', ([root, actor]) => [
        { ...root },
        {
          ...actor,
          Principal: { AWS: ['arn:aws:iam::111122223333:role/actor', 'arn:aws:iam::111122223333:role/other'] },
        },
      ]),
    }),
  ),
  change(
    'a secret’s policy lets another account read',
    ['access'],
    worldWith({
      SecretPolicy: withStatements('SecretPolicy', 'ResourcePolicy', ([read]) => [
        { ...read, Principal: { AWS: ['arn:aws:iam::111122223333:role/other', 'arn:aws:iam::444455556666:root'] } },
      ]),
    }),
  ),
  change(
    'a function may be called for any source',
    ['access'],
    worldWith({ Invocation: having('Invocation', 'SourceArn', undefined) }),
  ),
  change(
    'a refusal in a bucket’s policy removed',
    ['guard'],
    inBucket(([tls]) => [{ ...tls }]),
  ),
  change(
    'a refusal in a bucket’s policy weaker',
    ['guard'],
    inBucket(([tls, deletion]) => [{ ...tls }, { ...deletion, Action: 's3:DeleteObjectVersion' }]),
  ),
  change(
    'a refusal with an exception',
    ['guard'],
    inBucket(([tls, deletion]) => [
      { ...tls },
      { ...deletion, Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } } },
    ]),
  ),
  change('a whole bucket policy destroyed', ['access', 'guard'], worldWith({ BucketPolicy: undefined })),

  change(
    'a narrower resource',
    [],
    inActor(([read, deny]) => [{ ...read, Resource: files('in/only') }, { ...deny }]),
  ),
  change(
    'one statement as two',
    [],
    inActor(([read, deny]) => [
      { ...read, Action: 's3:GetObject' },
      { ...read, Sid: 'Second', Action: ['s3:GetObjectVersion'] },
      { ...deny },
    ]),
  ),
  change(
    'a stronger refusal',
    [],
    inBucket(([tls, deletion]) => [{ ...tls }, { ...deletion, Action: 's3:Delete*' }]),
  ),
  change(
    'two refusals as one',
    [],
    inBucket(([tls, deletion]) => [
      { ...deletion, Action: ['s3:DeleteObject*'] },
      { ...tls, Action: ['s3:*'] },
    ]),
  ),
  change(
    'a condition more',
    [],
    inActor(([read, deny]) => [{ ...read, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, { ...deny }]),
  ),

  change(
    'no boundary any more',
    ['access', 'guard'],
    worldWith({ Actor: having('Actor', 'PermissionsBoundary', undefined) }),
  ),
  change(
    'no boundary any more, and a policy that it limited',
    ['access', 'guard'],
    {
      ...inActor((all) => [...all, allow({ Action: 's3:*', Resource: '*' })]),
      Actor: having('Actor', 'PermissionsBoundary', undefined),
    },
    inActor((all) => [...all, allow({ Action: 's3:*', Resource: '*' })]),
  ),
  change(
    'a managed policy widened that a role names',
    ['access'],
    worldWith({
      Shared: withStatements('Shared', identity, ([list]) => [
        { ...list, Action: ['s3:ListBucket', 's3:GetObject'], Resource: [bucketArn, files('*')] },
      ]),
    }),
  ),
  change(
    'a boundary widened',
    ['access', 'guard'],
    worldWith({ Boundary: withStatements('Boundary', identity, ([one]) => [{ ...one, Action: '*' }]) }),
  ),
  change(
    'a boundary narrowed',
    [],
    worldWith({
      Boundary: withStatements('Boundary', identity, ([one]) => [
        { ...one, Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:List*'] },
      ]),
    }),
  ),
  change(
    'everything but some actions',
    ['access'],
    worldWith({
      ActorPolicy: withStatements('ActorPolicy', identity, (all) => [
        ...all,
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
      ]),
    }),
  ),
  // A role with a boundary would be limited by it.
  change(
    'everybody but somebody',
    ['access'],
    worldWith({
      Actor: having('Actor', 'PermissionsBoundary', undefined),
      SecretPolicy: withStatements('SecretPolicy', 'ResourcePolicy', ([read]) => [
        {
          Effect: 'Allow',
          Action: read?.Action,
          Resource: '*',
          NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' },
        },
      ]),
    }),
    worldWith({ Actor: having('Actor', 'PermissionsBoundary', undefined) }),
  ),
  change(
    'every resource but some',
    ['access'],
    inActor((all) => [...all, { Effect: 'Allow', Action: 's3:GetObject', NotResource: files('private/*') }]),
  ),
  change(
    'a refusal of a role’s own policy removed',
    ['access', 'guard'],
    inActor(([read]) => [{ ...read }]),
  ),
  change(
    'a refusal of a role’s own policy narrower',
    ['access', 'guard'],
    inActor(([read, deny]) => [{ ...read }, { ...deny, Resource: files('in/secret/key') }]),
  ),
  {
    name: 'an alarm behind a condition that no longer holds',
    needs: ['guard'],
    sides: () => ({ base: [guardedBy('yes')], head: [guardedBy('no')] }),
  },
  {
    name: 'a table behind a condition that no longer holds',
    needs: ['data'],
    sides: () => ({ base: [keptWhen('yes')], head: [keptWhen('no')] }),
  },
  {
    name: 'a setting behind a condition that leaves it out',
    needs: ['guard'],
    sides: () => ({ base: [validatedWhen('yes')], head: [validatedWhen('no')] }),
  },
  {
    name: 'a setting behind a condition that still holds',
    needs: [],
    sides: () => ({ base: [environmentOf(stackWith(world))], head: [validatedWhen('yes')] }),
  },
  {
    name: 'a parameter by default wider',
    needs: ['access'],
    sides: () => ({ base: [withParameter('in/*')], head: [withParameter('*')] }),
  },
  {
    name: 'a parameter by default narrower',
    needs: [],
    sides: () => ({ base: [withParameter('in/*')], head: [withParameter('in/a/*')] }),
  },
];
