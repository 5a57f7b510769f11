import { assumeRole, refusedRole } from '../assume-role';
import {
  account,
  administrator,
  call,
  type Caller,
  denied,
  globalRegion,
  home,
  otherAccount,
  principalOf,
  qualifier,
  recorded,
  type RecordedEvent,
  repository,
  service,
  session,
  user,
} from '../recorded-event';

const [refusal, unexpected, byHand] = [
  'role-refused',
  'role-assumed-by-an-unexpected-principal',
  'bootstrap-role-taken-by-hand',
] as const;

const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;
const [deploy, readOnly] = [arnOf('strongroom_prod_deploy'), arnOf('strongroom_prod_read-only')];
const bootstrap = (role: string, of: string = qualifier) => arnOf(`cdk-${of}-${role}-role-${account}-${home}`);
const gitHub = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const subjectOf = (environment: string) => `repo:${repository}:environment:${environment}`;

type Fields = Readonly<Record<string, unknown>>;

interface Token {
  readonly subject: string;
  readonly provider?: string;
  /** Whatever of the identity is otherwise. */
  readonly identity?: Fields;
  /** Whatever of the answer is otherwise. */
  readonly answer?: Fields;
  readonly more?: Fields;
}

/**
 * A job shows its token. The shape is that of records which users of configure-aws-credentials published, with the
 * names of https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html.
 */
function shows({ subject, provider = gitHub, identity = {}, answer = {}, more = {} }: Token, roleArn: string) {
  const by: Caller = {
    sourceIPAddress: '198.51.100.64',
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
      ...identity,
    },
  };
  return call({
    by,
    service: 'sts',
    eventName: 'AssumeRoleWithWebIdentity',
    requestParameters: { roleArn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
    more: {
      readOnly: true,
      responseElements: {
        subjectFromWebIdentityToken: subject,
        provider,
        audience: 'sts.amazonaws.com',
        credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: 'Jun 15, 2026 11:02:01 AM' },
        ...answer,
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn }],
      ...more,
    },
  });
}

/** The record of a refused token has its parameters, and a message that says nothing: the page of AWS shows one. */
const refusedToken = { ...denied, errorMessage: 'An unknown error occurred', responseElements: null };

function assume(by: Caller, roleArn: string, otherwise: Parameters<typeof assumeRole>[3] = {}) {
  return assumeRole(by, roleArn, { roleSessionName: 'aws-cdk' }, otherwise);
}

const job = session('strongroom_prod_deploy', 'GitHubActions', '198.51.100.64');
const readOnlyJob = session('strongroom_prod_read-only', 'GitHubActions', '198.51.100.64');
const ofBranch = `repo:${repository}:ref:refs/heads/topic`;
const ofSomebody = 'repo:mallory@4242/desk@4243:environment:prod';

/** @see https://repost.aws/knowledge-center/iam-idp-access-error */
export const jobRoleEvents: readonly RecordedEvent[] = [
  recorded(
    'a job of a branch is refused the deploy role',
    shows({ subject: ofBranch, more: refusedToken }, deploy),
    [refusal],
    [unexpected],
  ),
  recorded(
    'a user is refused a role of the bootstrap',
    refusedRole(user('alice'), bootstrap('deploy')),
    [refusal],
    [byHand],
  ),
  recorded(
    'a user is refused the deploy role at the global endpoint',
    refusedRole(user('alice'), deploy, globalRegion),
    [refusal],
  ),
  recorded(
    'an account is refused a role of the bootstrap with its parameters',
    assume(principalOf(otherAccount), bootstrap('deploy'), { more: denied }),
    [refusal],
    [byHand],
  ),
  recorded(
    'a job is refused the deploy role of another environment',
    shows({ subject: subjectOf('prod'), more: refusedToken }, arnOf('strongroom_dev_deploy')),
    [],
    [refusal],
  ),
  recorded(
    'a user is refused a role of another bootstrap',
    refusedRole(user('alice'), bootstrap('deploy', 'otherapp')),
    [],
    [refusal],
  ),

  recorded('a job takes the deploy role', shows({ subject: subjectOf('prod') }, deploy), [], [unexpected, refusal]),
  recorded(
    'a nightly job takes the read-only role',
    shows({ subject: subjectOf('prod-read-only') }, readOnly),
    [],
    [unexpected],
  ),
  recorded(
    'a job takes the deploy role, and its record lacks the user',
    shows({ subject: subjectOf('prod'), identity: { userName: undefined } }, deploy),
    [],
    [unexpected],
  ),
  recorded(
    'a job takes the deploy role, and its record lacks the answer',
    shows({ subject: subjectOf('prod'), answer: { subjectFromWebIdentityToken: undefined } }, deploy),
    [],
    [unexpected],
  ),
  recorded(
    'a nightly job takes the read-only role, and its record lacks the user',
    shows({ subject: subjectOf('prod-read-only'), identity: { userName: undefined } }, readOnly),
    [],
    [unexpected],
  ),
  recorded(
    'a nightly job takes the read-only role, and its record lacks the answer',
    shows({ subject: subjectOf('prod-read-only'), answer: { subjectFromWebIdentityToken: undefined } }, readOnly),
    [],
    [unexpected],
  ),
  recorded(
    'a job of another repository takes the deploy role of another environment',
    shows({ subject: ofSomebody }, arnOf('strongroom_dev_deploy')),
    [],
    [unexpected],
  ),
  recorded('a nightly job takes the deploy role', shows({ subject: subjectOf('prod-read-only') }, deploy), [
    unexpected,
  ]),
  recorded('a job that deploys takes the read-only role', shows({ subject: subjectOf('prod') }, readOnly), [
    unexpected,
  ]),
  recorded('a job of another repository takes the deploy role', shows({ subject: ofSomebody }, deploy), [unexpected]),
  recorded(
    'somebody takes the deploy role with a token that another provider signed',
    shows({ subject: subjectOf('prod'), provider: `arn:aws:iam::${account}:oidc-provider/id.example.com` }, deploy),
    [unexpected],
  ),
  recorded(
    'a container of a cluster takes another role with the token of its provider',
    shows(
      {
        subject: 'system:serviceaccount:desk:reporting',
        provider: `arn:aws:iam::${account}:oidc-provider/id.example.com`,
      },
      arnOf('reporting'),
    ),
    [],
    [unexpected],
  ),
  recorded('an administrator takes the deploy role without a token', assume(administrator, deploy), [unexpected]),
  recorded(
    'an administrator becomes CloudFormation',
    assume(administrator, bootstrap('cfn-exec')),
    [unexpected],
    [byHand],
  ),
  recorded(
    'CloudFormation takes its role',
    assume(service('cloudformation.amazonaws.com'), bootstrap('cfn-exec')),
    [],
    [unexpected, byHand],
  ),

  recorded('a person takes the role that deploys', assume(administrator, bootstrap('deploy')), [byHand], [unexpected]),
  recorded('a user takes the role that looks', assume(user('alice'), bootstrap('lookup')), [byHand]),
  recorded(
    'a person takes the role that publishes, at the global endpoint',
    assume(administrator, bootstrap('file-publishing'), { region: globalRegion }),
    [byHand],
  ),
  recorded(
    'another account takes the role that publishes images',
    assume(principalOf(otherAccount), bootstrap('image-publishing')),
    [byHand],
  ),
  recorded('a nightly job takes the role that deploys', assume(readOnlyJob, bootstrap('deploy')), [byHand]),
  recorded('a job takes the role of the bootstrap that deploys', assume(job, bootstrap('deploy')), [], [byHand]),
  recorded('a job takes the role of the bootstrap that looks', assume(job, bootstrap('lookup')), [], [byHand]),
  recorded('a nightly job takes the role that looks', assume(readOnlyJob, bootstrap('lookup')), [], [byHand]),
  recorded(
    'a person takes the role of another bootstrap',
    assume(administrator, bootstrap('deploy', 'otherapp')),
    [],
    [byHand],
  ),
];
