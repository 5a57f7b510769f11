/** What people call the thing behind an ARN or an ARN pattern. Untrue of nothing, but not unique: the full ARN stands beside it where it decides. */
export function arnName(arn: string): string {
  if (arn === '*') return 'anything';
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  if (prefix !== 'arn' || rest.length === 0) return arn;
  const resource = rest.join(':');
  const make = names[service];
  if (make !== undefined) return make(resource) || arn;
  return resource === '*' ? `anything in ${service}` : `${service} ${resource}`;
}

const names: Readonly<Record<string, (resource: string) => string>> = {
  // Account and Region stand at the end of every bucket's name; the bucket of a row is one of this environment's.
  s3: (resource) => resource.replace(/^([^/]*?)-\d{12}-[a-z]{2}(?:-[a-z]+)+-\d(?=\/|$)/, '$1'),
  // Six characters, unknown to a pattern, that Secrets Manager appends.
  secretsmanager: (resource) => resource.replace(/^secret:/, '').replace(/-(?:\?{6}|[0-9a-f]{6})$/, ''),
  kms: (resource) => resource.replace(/^(key\/[0-9a-f]{8})-[0-9a-f-]{27}$/, '$1').replace(/^(key|alias)\//, '$1 '),
  ssm: (resource) => resource.replace(/^parameter/, ''),
  iam: (resource) => (/^(role|user|group|policy)\//.test(resource) ? resource.replace(/^.*\/(?=[^/])/, '') : resource),
  sts: (resource) => resource.replace(/^assumed-role\//, ''),
  logs: (resource) => resource.replace(/^log-group:/, '').replace(/:\*$|:log-stream:\*$/, ''),
  cloudtrail: (resource) => resource.replace(/^trail\//, 'trail '),
  cloudwatch: (resource) => resource.replace(/^alarm:/, 'alarm '),
  sqs: (resource) => resource,
  sns: (resource) => resource,
  dynamodb: (resource) => resource.replace(/^table\//, ''),
  lambda: (resource) => resource.replace(/^function:/, ''),
  events: (resource) => resource.replace(/^event-bus\//, 'bus ').replace(/^rule\//, 'rule '),
};

/** The account in an ARN; undefined where it names none, or by a pattern. */
export function accountOf(arn: string): string | undefined {
  const account = arn.split(':')[4] ?? '';
  return /^\d{12}$/.test(account) ? account : undefined;
}

/** Ends of a construct path that say nothing to people. */
const silent = new Set(['Key', 'Policy', 'Resource', 'Role']);

/** `prod/portal/DataKey/Key/Resource` is `portal DataKey`; a path without parts has no name. */
export function pathName(path: string): string | undefined {
  const parts = path.split('/').slice(1);
  while (parts.length > 1 && silent.has(parts.at(-1) ?? '')) parts.pop();
  return parts.join(' ') || undefined;
}
