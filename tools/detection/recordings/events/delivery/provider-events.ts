import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  denied,
  globalRegion,
  recorded,
  type RecordedEvent,
  user,
} from '../recorded-event';

/** Parameters have the names of the operations' own, beginning in lower case, as CloudTrail records them. */
function iam(by: Caller, eventName: string, requestParameters: Readonly<Record<string, unknown>> | null, more = {}) {
  return call({ by, service: 'iam', eventName, requestParameters, region: globalRegion, more });
}

const id = 'identity-provider-changed';
const gitHub = 'token.actions.githubusercontent.com';
const cluster = 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const providerArn = (host: string) => `arn:aws:iam::${account}:oidc-provider/${host}`;
const openIDConnectProviderArn = providerArn(gitHub);
const thumbprintList = ['6938fd4d98bab03faadb97b34396831e3780aea1'];

const made = (by: Caller, url: string, host: string) =>
  iam(
    by,
    'CreateOpenIDConnectProvider',
    { url, clientIDList: ['sts.amazonaws.com'], thumbprintList },
    { responseElements: { openIDConnectProviderArn: providerArn(host) } },
  );

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const providerEvents: readonly RecordedEvent[] = [
  recorded('an administrator makes the identity provider anew', made(administrator, `https://${gitHub}`, gitHub), [id]),
  recorded(
    'an administrator writes its address in other letters',
    made(administrator, 'https://Token.Actions.GithubUserContent.com', gitHub),
    [id],
  ),
  recorded(
    'an administrator changes the thumbprints of the identity provider',
    iam(administrator, 'UpdateOpenIDConnectProviderThumbprint', { openIDConnectProviderArn, thumbprintList }),
    [id],
  ),
  recorded(
    'a deployment adds an audience to the identity provider',
    iam(cloudFormation(), 'AddClientIDToOpenIDConnectProvider', {
      openIDConnectProviderArn,
      clientID: 'https://example.com/mallory',
    }),
    [id],
  ),
  recorded(
    'a user is refused to delete an identity provider, and nothing says which',
    iam(user('alice'), 'DeleteOpenIDConnectProvider', null, denied),
    [id],
  ),
  recorded(
    'an administrator makes the identity provider of a cluster',
    made(administrator, `https://${cluster}`, cluster),
    [],
    [id],
  ),
  recorded(
    'an administrator deletes the identity provider of a cluster',
    iam(administrator, 'DeleteOpenIDConnectProvider', { openIDConnectProviderArn: providerArn(cluster) }),
    [],
    [id],
  ),
  recorded(
    'an administrator reads the identity provider',
    iam(administrator, 'GetOpenIDConnectProvider', { openIDConnectProviderArn }),
    [],
    [id],
  ),
  recorded(
    'an administrator tags the identity provider',
    iam(administrator, 'TagOpenIDConnectProvider', { openIDConnectProviderArn, tags: [{ key: 'team', value: 'a' }] }),
    [],
    [id],
  ),
];
