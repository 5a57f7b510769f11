import { groupedBy } from '../../access/grouped';
import { identityOfResolved } from '../../access/physical-ids';
import { documentIn, overlookedPolicies, policyHomes } from '../../access/policy-homes';
import { resolveStack } from '../../access/resolve';
import { protectedResourcesOf } from '../../access/resource-policies';
import { entriesOf, type Entry, isObject, listOf, type Resource, type Stack } from '../../access/template';
import { canonicalText } from '../fingerprint';
import { divided, type IsKnown, knownAmong } from './readable-statement';
import { standInFor } from './stand-in';
import { subjectsOf } from './subjects';

/** Something that gives or refuses access, and of which nobody here can say whom and what it means. */
export interface Unread {
  /** Where it stands. */
  readonly owner: Entry;
  readonly kind: 'policy' | 'boundary' | 'allowing' | 'refusing';
  /** ARN of a policy, or a statement. */
  readonly text: string;
  /** Whom or what it is about. */
  readonly subjects: readonly string[];
}

/** Before anybody has looked whom it is about. */
type Found = Omit<Unread, 'subjects'>;

export interface UnderstoodSide {
  /** Resolved, and without what is not understood. */
  readonly stacks: readonly Stack[];
  readonly unread: readonly Unread[];
  /** Resolved, with everything. */
  readonly resolved: readonly Stack[];
}

type Properties = Readonly<Record<string, unknown>>;

function unreadStatement(owner: Entry, text: string): Found {
  return { owner, kind: text.includes('"Effect":"Deny"') ? 'refusing' : 'allowing', text };
}

function statementsOf(value: unknown): readonly unknown[] {
  const statements: readonly unknown[] = documentIn(value)?.Statement ?? [];
  return statements.some((statement) => isObject(statement) && 'Effect' in statement) ? statements : [];
}

/** All statements in a value, at any depth. */
function statementsIn(value: unknown): readonly unknown[] {
  const own = statementsOf(value);
  if (own.length > 0 || typeof value !== 'object' || value === null) return own;
  return Object.values(value).flatMap(statementsIn);
}

/** A value with all of its policies reduced to what is understood; itself where they all are. */
function reduced(value: unknown, isKnown: IsKnown, unread: string[]): unknown {
  const statements = statementsOf(value);
  if (statements.length > 0) {
    const parts = statements.map((one) => divided(one, isKnown));
    const texts = parts.flatMap((part) => part.unread);
    if (texts.length === 0) return value;
    unread.push(...texts);
    return { ...documentIn(value), Statement: parts.flatMap(({ read }) => read ?? []) };
  }
  if (Array.isArray(value)) return (value as unknown[]).map((item) => reduced(item, isKnown, unread));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, reduced(part, isKnown, unread)]));
}

/** Policies and boundaries of somebody that no stack contains, and groups. */
function foreignPolicies(owner: Entry, known: ReadonlySet<string>): { properties: Properties; unread: Found[] } {
  const { PermissionsBoundary: boundary, ...rest } = owner.resource.Properties ?? {};
  const unread: Found[] = [];
  const properties = Object.entries(rest).map(([name, value]): [string, unknown] => {
    if (name !== 'ManagedPolicyArns' && name !== 'Groups') return [name, value];
    const arns = listOf(value).map(textOf);
    unread.push(...arns.filter((arn) => !known.has(arn)).map((text) => ({ owner, kind: 'policy' as const, text })));
    return [name, arns.filter((arn) => known.has(arn))];
  });
  if (boundary === undefined) return { properties: Object.fromEntries(properties), unread };
  const text = textOf(boundary);
  if (known.has(text)) properties.push(['PermissionsBoundary', text]);
  else unread.push({ owner, kind: 'boundary', text });
  return { properties: Object.fromEntries(properties), unread };
}

const owners = ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** What a macro makes more of than it says: an application model's functions get roles and permissions of their own. */
function isMacro({ Type }: Resource): boolean {
  return typeof Type !== 'string' || Type.startsWith('AWS::Serverless::');
}

interface ReadResource {
  /** Absent when nothing of it is understood. */
  readonly resource?: Resource;
  readonly unread: readonly Found[];
}

function readResource(entry: Entry, known: ReadonlySet<string>, isKnown: IsKnown): ReadResource {
  const { Condition: _holds, ...resource } = entry.resource;
  if (isMacro(resource)) return { unread: [unreadStatement(entry, canonicalText(entry.resource))] };
  const { properties, unread } = owners.includes(resource.Type)
    ? foreignPolicies(entry, known)
    : { properties: resource.Properties ?? {}, unread: [] };
  if (statementsIn(properties).length === 0) return { resource: { ...resource, Properties: properties }, unread };
  const overlooked = overlookedPolicies({ ...resource, Properties: properties });
  const texts: string[] = [];
  const fields = Object.entries(properties).flatMap(([name, value]) => {
    if (!overlooked.includes(name)) return [[name, reduced(value, isKnown, texts)] as const];
    texts.push(...statementsIn(value).map(textOf));
    return [];
  });
  return {
    resource: { ...resource, Properties: Object.fromEntries(fields) },
    unread: [...unread, ...texts.map((text) => unreadStatement(entry, text))],
  };
}

/** A statement without its name, or a text as it is. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return canonicalText(value);
  const { Sid: _name, ...rest } = value;
  return canonicalText(rest);
}

/** Policies of resources that no stack has, and second ones of a resource, of which AWS keeps one. */
function homeless(stacks: readonly Stack[]): Entry[] {
  const twice = Object.values(policyHomes)
    .flat()
    .flatMap((home) => {
      if (!('policy' in home)) return [];
      const named = entriesOf(stacks, home.type).flatMap((entry) =>
        listOf(entry.resource.Properties?.[home.names] as string | readonly string[] | undefined).map((name) => ({
          entry,
          name,
        })),
      );
      return [...groupedBy(named, ({ name }) => name).values()].flatMap((some) =>
        some.length > 1 ? some.map(({ entry }) => entry) : [],
      );
    });
  const without = stacksWithout(stacks, twice);
  const read = new Set(
    protectedResourcesOf(without).flatMap(({ policyEntries }) => policyEntries.map(({ resource }) => resource)),
  );
  const types = new Set(
    Object.values(policyHomes)
      .flat()
      .flatMap((home) => ('own' in home ? [] : [home.type])),
  );
  const unread = [...types].flatMap((type) => entriesOf(without, type).filter(({ resource }) => !read.has(resource)));
  return [...twice, ...unread];
}

function stacksWithout(stacks: readonly Stack[], some: readonly Entry[]): Stack[] {
  const gone = new Set(some.map(({ resource }) => resource));
  return stacks.map((stack) => {
    const kept = Object.entries(stack.template.Resources).filter(([, resource]) => !gone.has(resource));
    return kept.length === Object.keys(stack.template.Resources).length
      ? stack
      : { ...stack, template: { ...stack.template, Resources: Object.fromEntries(kept) } };
  });
}

function unreadIn(entry: Entry): Found[] {
  const { Properties = {} } = entry.resource;
  const statements = statementsIn(Properties);
  // A permission is written as properties of its own.
  const texts = statements.length > 0 ? statements.map(textOf) : [canonicalText(Properties)];
  return texts.map((text) => unreadStatement(entry, text));
}

/**
 * What of some stacks is understood, and what is not: that is compared by its text, and whatever comes of it counts.
 *
 * What nobody knows before a deployment stands for itself, on both sides alike. Without a statement that refuses, or a
 * boundary, that is not understood, more seems allowed than is: on both sides alike.
 */
export async function understood(raw: readonly Stack[]): Promise<UnderstoodSide> {
  const resolved = raw.map((stack) => resolveStack(stack, raw, standInFor));
  const known = new Set(
    ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Group']
      .flatMap((type) => entriesOf(resolved, type))
      .map((entry) => identityOfResolved(entry).ref),
  );
  const isKnown = await knownAmong(
    resolved.flatMap(({ template }) =>
      Object.values(template.Resources).flatMap(({ Properties }) => statementsIn(Properties)),
    ),
  );
  const unread: Found[] = [];
  const stacks = resolved.map((stack): Stack => {
    const { Transform: _macro, ...template } = stack.template;
    const Resources = Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
      const read = readResource({ stack, logicalId, resource }, known, isKnown);
      unread.push(...read.unread);
      return read.resource === undefined ? [] : [[logicalId, read.resource] as const];
    });
    return { ...stack, template: { ...template, Resources: Object.fromEntries(Resources) } };
  });
  const alone = homeless(stacks);
  const all = [...unread, ...alone.flatMap(unreadIn)];
  const bounded = partialBoundaries(resolved, all);
  return {
    stacks: withoutBoundaries(stacksWithout(stacks, alone), new Set(bounded.map(({ arn }) => arn))),
    unread: [...all, ...bounded.map(({ unread: one }) => one)].map((one) => ({
      ...one,
      subjects: subjectsOf(resolved, one.owner),
    })),
    resolved,
  };
}

/** Boundaries that are understood in parts alone limit more than it seems. */
function partialBoundaries(
  stacks: readonly Stack[],
  unread: readonly Found[],
): { readonly arn: string; readonly unread: Found }[] {
  const partial = new Map(
    unread.flatMap(({ kind, owner: { resource, ...place } }) =>
      kind === 'allowing' && resource.Type === 'AWS::IAM::ManagedPolicy'
        ? [
            [
              identityOfResolved({ ...place, resource }).ref,
              canonicalText(resource.Properties?.PolicyDocument),
            ] as const,
          ]
        : [],
    ),
  );
  return owners.flatMap((type) =>
    entriesOf(stacks, type).flatMap((owner) => {
      const arn = textOf(owner.resource.Properties?.PermissionsBoundary ?? '');
      const text = partial.get(arn);
      return text === undefined ? [] : [{ arn, unread: { owner, kind: 'boundary' as const, text } }];
    }),
  );
}

/** Without a limit more seems allowed than is. */
function withoutBoundaries(stacks: readonly Stack[], arns: ReadonlySet<string>): readonly Stack[] {
  if (arns.size === 0) return stacks;
  return stacks.map((stack) => {
    const Resources = Object.entries(stack.template.Resources).map(([id, resource]): [string, Resource] => {
      const { PermissionsBoundary, ...Properties } = resource.Properties ?? {};
      return [id, arns.has(textOf(PermissionsBoundary ?? '')) ? { ...resource, Properties } : resource];
    });
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(Resources) } };
  });
}
