import { groupedBy } from './grouped';

/** A CloudFormation template and what stands around it, as plain objects: nothing here knows the CDK. */

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Transform?: unknown;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Where in the code a resource comes from. */
export interface Origin {
  /** Path of its construct: `prod/Foundation/Alerts/Policy/Resource`. */
  readonly constructPath: string;
  /** File and line in the repository, as `lib/constructs/alert-topic.ts:31`, where the synthesis recorded it. */
  readonly source?: string;
}

/** An unsafe value that is wanted for a reason and until a day. */
export interface Deviation {
  readonly rule: string;
  /** @default - the whole environment */
  readonly workload?: string;
  readonly reason: string;
  /** Last day, in UTC: `2026-12-31`. */
  readonly until: string;
}

/** A synthesized stack: its template, and where it is to be deployed. */
export interface Stack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
  readonly terminationProtection: boolean;
  readonly template: Template;
  /** By logical id. @default - what the metadata of the resources in the template say */
  readonly origins?: Readonly<Record<string, Origin>>;
  /** What the configuration lets pass against its tier, by the manifest. @default - nothing */
  readonly deviations?: readonly Deviation[];
  /** The stack that deploys this one within itself, and under which logical id. */
  readonly parent?: { readonly name: string; readonly logicalId: string };
}

type OneOrMore = string | readonly string[];

/** A policy statement without intrinsic functions. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
  readonly NotPrincipal?: unknown;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

/** The value as a list: CloudFormation and IAM both write a list of one without brackets. */
export function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A resource with the place where it stands. */
export interface Entry {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: Resource;
}

/** Where a resource comes from; its stack and logical id when nothing says it. */
export function originOf({ stack, logicalId, resource }: Entry): Origin {
  const path = resource.Metadata?.['aws:cdk:path'];
  const inTemplate = typeof path === 'string' ? path : `${stack.name}/${logicalId}`;
  return stack.origins?.[logicalId] ?? { constructPath: inTemplate };
}

/** The same stacks are asked for one type after the other. */
const sorted = new WeakMap<readonly Stack[], ReadonlyMap<string, readonly Entry[]>>();

export function entriesOf(stacks: readonly Stack[], type: string): Entry[] {
  const known = sorted.get(stacks);
  if (known !== undefined) return [...(known.get(type) ?? [])];
  const entries = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
  const made = groupedBy(entries, ({ resource }) => resource.Type);
  sorted.set(stacks, made);
  return [...(made.get(type) ?? [])];
}
