import { listOf, type Statement } from '../../../tools/access/template';
import { looserCondition } from './conditions';
import { type Part, rewritten, strangerAccount } from './part';

/** A statement that reaches further than it was written, in ways that a glance does not see. */

/** `s3:GetObject` as `s3:Get*`. */
function verbOf(action: string): string {
  const [service = '', name = ''] = action.split(':');
  return `${service}:${/^[A-Z][a-z]+/.exec(name)?.[0] ?? ''}*`;
}

/** What stands beside the first action of a service, and changes more than it seems. */
const beside: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb:DeleteItem',
  events: 'events:PutRule',
  iam: 'iam:AttachUserPolicy',
  kms: 'kms:CreateGrant',
  lambda: 'lambda:UpdateFunctionCode',
  logs: 'logs:DeleteLogStream',
  s3: 's3:DeleteObjectVersion',
  secretsmanager: 'secretsmanager:PutResourcePolicy',
  sns: 'sns:Subscribe',
  sqs: 'sqs:PurgeQueue',
  ssm: 'ssm:PutParameter',
  sts: 'sts:TagSession',
};

function* moreActions(statement: Statement): Generator<Part<Statement>> {
  const actions = listOf(statement.Action);
  const put = (Action: readonly string[]) => ({ ...statement, Action });
  for (const [index, action] of actions.entries()) {
    if (action.includes('*')) continue;
    const wide = verbOf(action);
    if (statement.Effect === 'Allow') yield { what: `${action} as ${wide}`, value: put(actions.with(index, wide)) };
  }
  const one = beside[actions[0]?.split(':')[0] ?? ''];
  if (statement.Effect === 'Allow' && one !== undefined && !actions.includes(one)) {
    yield { what: `${one} beside`, value: put([...actions, one]) };
  }
}

/** The resource without what follows its last separator: the parent of what it was. */
function parentOf(resource: unknown): unknown {
  const cut = (text: string) => {
    const parent = text.replace(/[^/:]+$/, '').replace(/[^/:]+[/:]\*?$/, (last) => (text.endsWith('*') ? '' : last));
    return `${parent}*`;
  };
  if (typeof resource === 'string') {
    const wide = cut(resource);
    return wide === resource || !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(resource) ? undefined : wide;
  }
  const join = (resource as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'];
  const last = join?.[1].at(-1);
  if (join === undefined || typeof last !== 'string') return undefined;
  const wide = cut(last);
  return wide === last ? undefined : { 'Fn::Join': [join[0], join[1].with(-1, wide)] };
}

function* moreResources(statement: Statement): Generator<Part<Statement>> {
  if (statement.Effect !== 'Allow') return;
  const resources = listOf(statement.Resource);
  for (const [index, resource] of resources.entries()) {
    const parent = resource === '*' ? undefined : parentOf(resource);
    if (parent !== undefined) {
      const Resource = resources.with(index, parent as string);
      yield { what: 'Resource as its parent', value: { ...statement, Resource } };
    }
  }
}

/** `Not` in front of an element, so that it means everything else. */
function* allBut(statement: Statement): Generator<Part<Statement>> {
  for (const element of ['Action', 'Resource', 'Principal'] as const) {
    const { [element]: value, ...rest } = statement;
    if (value === undefined || value === '*') continue;
    yield { what: `Not${element}`, value: { ...rest, [`Not${element}`]: value } };
  }
}

/** Other principals, in the place of those that are named or beside them. */
function* otherPrincipals(statement: Statement): Generator<Part<Statement>> {
  const { Principal, Effect } = statement;
  if (Principal === undefined || Effect !== 'Allow') return;
  const moved = rewritten(Principal, (text) => text.replaceAll(/:\d{12}:/g, `:${strangerAccount}:`));
  if (moved !== undefined) {
    yield { what: 'Principal of another account', value: { ...statement, Principal: moved } };
  }
  const root = rewritten(Principal, (text) => text.replaceAll(/:(?:role|user)\/[^"]*/g, ':root'));
  if (root !== undefined) yield { what: 'Principal as its whole account', value: { ...statement, Principal: root } };
  if (typeof Principal !== 'object') return;
  const put = (kind: string, name: string): Statement => ({
    ...statement,
    Principal: { ...Principal, [kind]: [...listOf(Principal[kind]), name] },
  });
  yield { what: 'Principal with another account', value: put('AWS', `arn:aws:iam::${strangerAccount}:root`) };
  yield { what: 'Principal with another service', value: put('Service', 'ssm.amazonaws.com') };
  yield { what: 'Principal with an identity provider', value: put('Federated', 'accounts.example.com') };
}

/** A denial that is none any more, or a permission that is none. */
function turned(statement: Statement): Part<Statement> {
  const Effect = statement.Effect === 'Allow' ? 'Deny' : 'Allow';
  return { what: `${statement.Effect} as ${Effect}`, value: { ...statement, Effect } };
}

/** A denial that refuses less: other actions, other resources, other principals. */
function* narrowerDeny(statement: Statement): Generator<Part<Statement>> {
  if (statement.Effect !== 'Deny') return;
  const actions = listOf(statement.Action);
  for (const [index, action] of actions.entries()) {
    if (!action.endsWith(':*')) continue;
    yield {
      what: `${action} as its reads`,
      value: { ...statement, Action: actions.with(index, action.replace('*', 'Get*')) },
    };
  }
  if (statement.Principal !== undefined) {
    const Principal = { AWS: `arn:aws:iam::${strangerAccount}:root` };
    yield { what: 'Principal of another account alone', value: { ...statement, Principal } };
  }
}

/** A statement, once in each way that makes it hold back less. */
export function* worseStatement(statement: Statement): Generator<Part<Statement>> {
  yield turned(statement);
  yield* moreActions(statement);
  yield* moreResources(statement);
  yield* allBut(statement);
  yield* otherPrincipals(statement);
  yield* narrowerDeny(statement);
  if (statement.Condition === undefined) return;
  for (const { what, value } of looserCondition(statement.Condition, statement.Effect === 'Allow')) {
    yield { what, value: { ...statement, Condition: value } };
  }
}
