import { identityOfResolved } from './physical-ids';
import { documentIn, overlookedPolicies, policyHomes, type PolicyHome, ResourcePolicyError } from './policy-homes';
import { entriesOf, type Entry, isObject, listOf, type PolicyDocument, type Stack, type Statement } from './template';

/** A resource whose own policy takes part in the decision. */
export interface ProtectedResource {
  readonly type: string;
  /** An ARN pattern, for the policy that an account has for all its log groups. */
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Absent when the template gives it none. */
  readonly policy?: PolicyDocument;
  readonly entry: Entry;
  /** Where the statements of its policy stand: one for each, or one for all of them. */
  readonly policyEntries: readonly Entry[];
}

/** A part of a policy with the resource in which it stands. */
interface PlacedDocument {
  readonly entry: Entry;
  readonly document: PolicyDocument;
  /** Whether others add to it, instead of one being all. */
  readonly added: boolean;
}

function valueAt(entry: Entry, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), entry.resource.Properties);
}

function documentAt(entry: Entry, path: string): PolicyDocument[] {
  const value = valueAt(entry, path);
  if (value === undefined) return [];
  const document = documentIn(value);
  if (document !== undefined) return [document];
  throw new ResourcePolicyError(`${entry.stack.name}: ${path} of ${entry.logicalId} is no policy document`);
}

/** Every name by which a policy may mean a resource. */
function namesOf(entry: Entry): readonly string[] {
  const { ref, attributes } = identityOfResolved(entry);
  return [ref, ...Object.values(attributes)];
}

/** A function may be named with one of its aliases or versions. */
function isNamed(written: string, names: readonly string[], type: string): boolean {
  if (names.includes(written)) return true;
  return type === 'AWS::Lambda::Permission' && names.some((name) => written.startsWith(`${name}:`));
}

function attached(
  stacks: readonly Stack[],
  home: Exclude<PolicyHome, { own: string }>,
  owner: Entry,
): PlacedDocument[] {
  const names = namesOf(owner);
  const surroundings = { partition: owner.stack.partition, arn: arnOf(owner) };
  return entriesOf(stacks, home.type)
    .filter((entry) =>
      listOf(valueAt(entry, home.names) as string | readonly string[] | undefined).some((name) =>
        isNamed(name, names, home.type),
      ),
    )
    .flatMap((entry): PlacedDocument[] => {
      if ('policy' in home) {
        return documentAt(entry, home.policy).map((document) => ({ entry, document, added: false }));
      }
      const statement = home.statement(entry.resource.Properties ?? {}, surroundings);
      return [{ entry, document: { Version: '2012-10-17', Statement: [statement] }, added: true }];
    });
}

function arnOf(entry: Entry): string {
  const { arn, attributes, ref } = identityOfResolved(entry);
  return arn ?? attributes.Arn ?? ref;
}

function policiesOf(stacks: readonly Stack[], entry: Entry, homes: readonly PolicyHome[]): PlacedDocument[] {
  const found = homes.flatMap((home) =>
    'own' in home
      ? documentAt(entry, home.own).map((document) => ({ entry, document, added: false }))
      : attached(stacks, home, entry),
  );
  if (found.filter(({ added }) => !added).length > 1) {
    throw new ResourcePolicyError(`${entry.stack.name}: ${entry.logicalId} has more than one policy; AWS keeps one`);
  }
  return found;
}

function protectedResource(entry: Entry, arn: string, parts: readonly PlacedDocument[]): ProtectedResource {
  const statements = parts.flatMap(({ document, entry: place }) =>
    document.Statement.map((statement): [Statement, Entry] => [statement, place]),
  );
  const [first] = parts;
  const whole = parts.length === 1 ? first?.document : undefined;
  return {
    type: entry.resource.Type,
    arn,
    account: entry.stack.account,
    region: entry.stack.region,
    properties: entry.resource.Properties ?? {},
    entry,
    policyEntries: statements.map(([, place]) => place),
    ...(first === undefined
      ? {}
      : { policy: whole ?? { Version: '2012-10-17', Statement: statements.map(([statement]) => statement) } }),
  };
}

/** The policies that an account has for all log groups of a Region, which AWS adds up. */
function policiesOfLogGroups(stacks: readonly Stack[]): ProtectedResource[] {
  const places = new Map<string, PlacedDocument[]>();
  for (const entry of entriesOf(stacks, 'AWS::Logs::ResourcePolicy')) {
    const { partition, region, account } = entry.stack;
    const arn = `arn:${partition}:logs:${region}:${account}:*`;
    const parts = documentAt(entry, 'PolicyDocument').map((document) => ({ entry, document, added: true }));
    places.set(arn, [...(places.get(arn) ?? []), ...parts]);
  }
  return [...places].flatMap(([arn, parts]) => {
    const [first] = parts;
    return first === undefined ? [] : [protectedResource(first.entry, arn, parts)];
  });
}

/** The policies of buses that no stack makes: every account has the one with the name `default`. */
function policiesOfForeignBuses(stacks: readonly Stack[], homes: readonly PolicyHome[]): ProtectedResource[] {
  const [home] = homes.filter((one) => 'statement' in one);
  const made = new Set(entriesOf(stacks, 'AWS::Events::EventBus').flatMap(namesOf));
  return entriesOf(stacks, 'AWS::Events::EventBusPolicy').flatMap((entry) => {
    const name = (valueAt(entry, 'EventBusName') as string | undefined) ?? 'default';
    if (home === undefined || made.has(name)) return [];
    const { partition, region, account } = entry.stack;
    const arn = `arn:${partition}:events:${region}:${account}:event-bus/${name}`;
    const statement = home.statement(entry.resource.Properties ?? {}, { partition, arn });
    return [protectedResource(entry, arn, [{ entry, document: { Statement: [statement] }, added: true }])];
  });
}

/** The resources of resolved stacks that may have a policy, each with its own. */
export function protectedResourcesOf(stacks: readonly Stack[]): ProtectedResource[] {
  return [
    ...Object.entries(policyHomes).flatMap(([type, homes]) =>
      entriesOf(stacks, type).map((entry) => protectedResource(entry, arnOf(entry), policiesOf(stacks, entry, homes))),
    ),
    ...policiesOfLogGroups(stacks),
    ...policiesOfForeignBuses(stacks, policyHomes['AWS::Events::EventBus'] ?? []),
  ];
}

/**
 * Refuses what nothing here would read: a policy in an unknown place, and one for a resource that no stack has.
 *
 * @throws ResourcePolicyError that names the type and the property
 */
export function refuseOverlooked(stacks: readonly Stack[]): void {
  for (const stack of stacks) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      const [property] = overlookedPolicies(resource);
      if (property === undefined) continue;
      throw new ResourcePolicyError(
        `${stack.name}: ${property} of ${logicalId} (${resource.Type}) looks like a policy, and nobody has said what it decides about; add the type to tools/access/policy-homes.ts`,
      );
    }
  }
  const read = new Set(
    protectedResourcesOf(stacks).flatMap(({ policyEntries }) => policyEntries.map(({ resource }) => resource)),
  );
  const homes = Object.values(policyHomes).flat();
  for (const type of new Set(homes.flatMap((home) => ('own' in home ? [] : [home.type])))) {
    for (const { stack, logicalId, resource } of entriesOf(stacks, type)) {
      if (read.has(resource)) continue;
      throw new ResourcePolicyError(
        `${stack.name}: ${logicalId} (${type}) is a policy of a resource that no stack has, so that nobody can tell what else decides about it`,
      );
    }
  }
}
