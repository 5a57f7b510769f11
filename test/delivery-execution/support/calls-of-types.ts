import { bootstrapQualifierOf } from '../../../lib/config/bootstrap-qualifier';
import { identityOfResolved } from '../../../tools/access/physical-ids';
import type { Entry } from '../../../tools/access/template';
import type { Call, World } from './world';

/**
 * On what, and with what context, CloudFormation makes the calls for a resource. Most are made on the resource; the others
 * are told by action.
 */
export interface CallsOfType {
  readonly on: (entry: Entry, world: World) => readonly string[];
  readonly context?: (entry: Entry, world: World) => Call['context'];
  readonly others?: Readonly<Record<string, (entry: Entry, world: World) => readonly Call[]>>;
}

export type OtherCalls = NonNullable<CallsOfType['others']>;

export function text(entry: Entry, name: string): string {
  return String(entry.resource.Properties?.[name]);
}

export function list(entry: Entry, name: string): readonly string[] {
  return (entry.resource.Properties?.[name] ?? []) as readonly string[];
}

export function arnOf(entry: Entry): string {
  const { attributes, ref } = identityOfResolved(entry);
  return attributes.Arn ?? attributes.TopicArn ?? attributes.PolicyArn ?? ref;
}

export function arn({ stack }: Entry, service: string, resource: string, region = stack.region): string {
  return `arn:${stack.partition}:${service}:${region}:${stack.account}:${resource}`;
}

/** A name that CloudFormation makes where at most 64 characters are allowed, the longest that it leaves of a stack's. */
export function generated({ stack, logicalId }: Entry): string {
  return `${stack.name.slice(0, 25)}-${logicalId.slice(0, 25)}-1ABCDEFGHIJK`;
}

export const only = (action: string, resource: string, context?: Call['context']): readonly Call[] => [
  { action, resource, ...(context === undefined ? {} : { context }) },
];

/** Actions that AWS authorizes on no resource. */
export function everywhereOnly(...actions: readonly string[]): OtherCalls {
  return Object.fromEntries(actions.map((action) => [action, () => only(action, '*')]));
}

export function passed(role: string, service: string): readonly Call[] {
  return only('iam:PassRole', role, { 'iam:PassedToService': service });
}

/** Code of a function, where the CDK has put it. */
export function assetOf({ stack }: Entry, { environment }: World): string {
  const qualifier = bootstrapQualifierOf(environment);
  return `arn:${stack.partition}:s3:::cdk-${qualifier}-assets-${stack.account}-${stack.region}/0123456789abcdef.zip`;
}

/** A key that AWS keeps for a service, used by it for whoever calls. */
export function serviceKey(
  entry: Entry,
  action: string,
  service: string,
  region = entry.stack.region,
): readonly Call[] {
  return only(action, arn(entry, 'kms', 'key/00000000-1111-2222-3333-444444444444'), {
    'kms:ResourceAliases': [`alias/aws/${service}`],
    'kms:ViaService': `${service}.${region}.${entry.stack.urlSuffix}`,
    'aws:ViaAWSService': 'true',
  });
}

/** The alias that the stacks give a key. */
export function aliasOf(key: Entry, { own }: World): string {
  const { ref, attributes } = identityOfResolved(key);
  for (const { template } of own) {
    for (const { Type, Properties = {} } of Object.values(template.Resources)) {
      if (Type === 'AWS::KMS::Alias' && [ref, attributes.Arn].includes(String(Properties.TargetKeyId))) {
        return String(Properties.AliasName);
      }
    }
  }
  throw new Error(`${key.logicalId} has no alias`);
}

/** The value of a tag that a template gives a resource. */
export function tagOf(entry: Entry, key: string): string {
  const tags = (entry.resource.Properties?.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const found = tags.find((tag) => tag.Key === key);
  if (found === undefined) throw new Error(`${entry.logicalId} has no tag ${key}`);
  return found.Value;
}
