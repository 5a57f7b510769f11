import type { ReviewCase } from './review-case';
import { world } from './small-world';
import { change, changed, having, withStatements, worldWith } from './world-changes';

/** Other ways to write the same, and what no statement of a template shows. */

const identity = 'PolicyDocument';
const inActor = (edit: Parameters<typeof withStatements>[2]) =>
  worldWith({ ActorPolicy: withStatements('ActorPolicy', identity, edit) });

export const writingCases: readonly ReviewCase[] = [
  change(
    'one action as a list of one',
    [],
    inActor(([read, deny]) => [{ ...read }, { ...deny, Action: ['s3:GetObject*'] }]),
  ),
  change(
    'other names and another order of statements',
    [],
    inActor(([read, deny]) => [
      { ...deny, Sid: 'A' },
      { ...read, Sid: 'B', Action: ['s3:GetObjectVersion', 's3:GetObject'] },
    ]),
  ),
  change(
    'an inline policy instead of one of its own',
    [],
    worldWith({
      ActorPolicy: undefined,
      Actor: changed('Actor', (properties) => ({
        ...properties,
        Policies: [{ PolicyName: 'files', PolicyDocument: world.ActorPolicy?.Properties?.PolicyDocument }],
      })),
    }),
  ),
  change(
    'a policy of AWS that nobody here can read',
    ['access'],
    worldWith({ Other: having('Other', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']) }),
  ),
  change(
    'a policy of AWS no more',
    [],
    world,
    worldWith({
      Other: having('Other', 'ManagedPolicyArns', [
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] },
      ]),
    }),
  ),
  change(
    'longer sessions of a role that only roles take, which AWS cuts to an hour',
    [],
    worldWith({ Partner: having('Partner', 'MaxSessionDuration', 43_200) }),
    worldWith({ Partner: having('Partner', 'MaxSessionDuration', 7200) }),
  ),
  change(
    'longer sessions of a role that a service takes',
    ['access'],
    worldWith({ Other: having('Other', 'MaxSessionDuration', 43_200) }),
  ),
  change(
    'an access key in the template',
    ['guard'],
    worldWith({
      Person: { Type: 'AWS::IAM::User', Properties: { UserName: 'person' } },
      PersonKey: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'Person' } } },
    }),
  ),
];
