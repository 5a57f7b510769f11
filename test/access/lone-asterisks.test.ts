import { withoutLoneAsterisks } from '../../tools/access/lone-asterisks';
import { account, environmentWith, policy, role, rowsOf } from './rows/support/told';

const trust = (condition: object) => ({
  Target: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'target',
      AssumeRolePolicyDocument: policy({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: condition }),
    },
  },
});

test.each(['ArnLike', 'ArnEquals', 'ArnLikeIfExists', 'ForAnyValue:ArnLike'])(
  'takes a lone asterisk under %s for every ARN: a condition that everybody meets',
  async (operator) => {
    const rows = await rowsOf({ Web: role('web'), ...trust({ [operator]: { 'aws:PrincipalArn': '*' } }) });
    expect(rows).toContainEqual(expect.stringMatching(/^role web sts:AssumeRole/));
    const listed = await rowsOf({ Web: role('web'), ...trust({ [operator]: { 'aws:PrincipalArn': ['*'] } }) });
    expect(listed).toEqual(rows);
  },
);

it('takes it for every ARN in a denial too, which then refuses nobody by what they are not', async () => {
  const denial = {
    Effect: 'Deny',
    Action: 'sts:AssumeRole',
    Resource: '*',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': '*' } },
  };
  const allowed = { Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${account}:role/target` };
  const rows = await rowsOf({ Web: role('web', policy(allowed, denial)), ...trust({}) });
  expect(rows).toContainEqual(expect.stringMatching(/^role web sts:AssumeRole/));
});

it('leaves alone what holds none, as the same objects, and asterisks elsewhere', () => {
  const { stacks } = environmentWith({
    Web: role('web', policy({ Action: '*', Resource: '*', Condition: { StringLike: { 'aws:PrincipalArn': '*' } } })),
  });
  expect(stacks).not.toHaveLength(0);
  for (const stack of stacks) expect(withoutLoneAsterisks(stack)).toBe(stack);
});
