/** Kinds by which resources are grouped, in the order in which they are shown. */
export const resourceKinds = [
  'Files',
  'Keys',
  'Secrets',
  'Settings',
  'Roles and users',
  'Functions',
  'Tables',
  'Queues and topics',
  'Events',
  'Logs and trails',
  'Other',
  'Anything',
] as const;

export type ResourceKind = (typeof resourceKinds)[number];

const kinds: Readonly<Record<string, ResourceKind>> = {
  s3: 'Files',
  kms: 'Keys',
  secretsmanager: 'Secrets',
  ssm: 'Settings',
  iam: 'Roles and users',
  sts: 'Roles and users',
  lambda: 'Functions',
  dynamodb: 'Tables',
  sqs: 'Queues and topics',
  sns: 'Queues and topics',
  events: 'Events',
  logs: 'Logs and trails',
  cloudtrail: 'Logs and trails',
};

/** @param resource ARN pattern, or `*` */
export function resourceKind(resource: string): ResourceKind {
  if (resource === '*') return 'Anything';
  return kinds[resource.split(':')[2] ?? ''] ?? 'Other';
}
