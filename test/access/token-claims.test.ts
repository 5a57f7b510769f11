import { simulate } from '../../tools/access/simulator/simulate';
import type { PolicyDocument } from '../../tools/access/template';

const account = '111122223333';
const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const subject = 'repo:example@9919/portal@1296269:environment:prod';

function trust(condition: Record<string, Record<string, string>>): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ],
  };
}

function opened(resourcePolicy: PolicyDocument, context: Record<string, string>, principal = provider) {
  return simulate({
    principal,
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: `arn:aws:iam::${account}:role/deploy`,
    resourceAccount: account,
    usualContext: {},
    context,
    identityPolicies: [],
    resourcePolicy,
  });
}

const sub = 'token.actions.githubusercontent.com:sub';

describe('a trust in the tokens of a provider whose claims AWS’s list of keys lacks', () => {
  it('holds for the subject that it names, whatever the case of the key', async () => {
    expect(await opened(trust({ StringEquals: { [sub]: subject } }), { [sub]: subject })).toBe('Allowed');
    expect(await opened(trust({ StringEquals: { [sub.toUpperCase()]: subject } }), { [sub]: subject })).toBe('Allowed');
  });

  it('holds neither for another subject nor for none', async () => {
    const named = trust({ StringEquals: { [sub]: subject } });
    expect(await opened(named, { [sub]: `${subject}-2` })).toBe('ImplicitlyDenied');
    expect(await opened(named, {})).toBe('ImplicitlyDenied');
  });

  it('is not met by the claims of another provider', async () => {
    const other = trust({ StringEquals: { 'gitlab.example.com:sub': subject } });
    expect(await opened(other, { [sub]: subject })).toBe('ImplicitlyDenied');
  });

  it('lets nobody in who shows the claims without the provider', async () => {
    const named = trust({ StringEquals: { [sub]: subject } });
    const role = `arn:aws:iam::${account}:role/anybody`;
    expect(await opened(named, { [sub]: subject }, role)).toBe('ImplicitlyDenied');
  });
});
