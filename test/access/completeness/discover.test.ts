import { ActionIndex } from '../../../tools/access/completeness/action-index';
import { conditionText } from '../../../tools/access/completeness/canonical-condition';
import { Interview } from '../../../tools/access/completeness/interview';
import { SimulationError } from '../../../tools/access/simulator/simulate';
import { discover, type OpenQuestion } from '../../../tools/access/simulator/discover';

/** An answer that is not understood must never be taken for a refusal. */

const account = '111122223333';

function question(action: string, resource: string, more: Partial<OpenQuestion> = {}): OpenQuestion {
  return {
    principal: `arn:aws:iam::${account}:role/somebody`,
    action,
    resource,
    resourceAccount: account,
    facts: {},
    identityPolicies: [],
    ...more,
  };
}

it.each([
  ['an action that AWS does not know', question('s3:PutObjects', '*')],
  ['a service that AWS does not know', question('s4:PutObject', '*')],
  [
    'a policy that is none',
    question('s3:PutObject', '*', {
      identityPolicies: [
        {
          name: 'unresolved',
          document: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: { Ref: 'Bucket' } as unknown as string }],
          },
        },
      ],
    }),
  ],
])('refuses to answer about %s', async (_what, asked) => {
  await expect(discover(asked)).rejects.toThrow(SimulationError);
});

it.each([
  ['takes no resource', question('s3:ListAllMyBuckets', 'arn:aws:s3:::bucket'), 'must.use.wildcard'],
  ['takes another kind of resource', question('s3:ListBucket', 'arn:aws:s3:::bucket/object'), 'no.resource.types'],
])('tells that an action %s', async (_what, asked, because) => {
  expect(await discover(asked)).toEqual({ kind: 'inapplicable', because });
});

const ofSeveralKinds = ['appsync:TagResource', 'arn:aws:appsync:eu-central-1:111122223333:apis/one'] as const;

it('tells that the ARN fits several kinds of resources', async () => {
  expect(await discover(question(...ofSeveralKinds))).toEqual({
    kind: 'inapplicable',
    because: 'multiple.resource.types',
  });
});

it('leaves no question out because its ARN fits several kinds of resources', async () => {
  const interview = new Interview(new ActionIndex([ofSeveralKinds[0]]));
  await expect(interview.applies(...ofSeveralKinds, 'AWS::AppSync::Api')).rejects.toThrow(SimulationError);
});

it('tells a test on all values of a key, which a request without the key meets, and the test that there is one', async () => {
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow' as const,
        Action: 'dynamodb:GetItem',
        Resource: '*',
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mine'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ],
  };
  const asked = question('dynamodb:GetItem', '*', { identityPolicies: [{ name: 'rows', document }] });
  const answer = await discover(asked);
  expect(answer.kind === 'judged' ? answer.allowed.map(({ conditions }) => conditionText(conditions)) : []).toEqual([
    'ForAllValues:StringEquals dynamodb:LeadingKeys [mine] and Null dynamodb:LeadingKeys [false]',
  ]);
});
