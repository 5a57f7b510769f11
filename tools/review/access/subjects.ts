import { identityOfResolved } from '../../access/physical-ids';
import { policyHomes } from '../../access/policy-homes';
import { entriesOf, type Entry, listOf, type Stack } from '../../access/template';

const lists = { Roles: 'role', Users: 'user', Groups: 'group' } as const;
const single: Readonly<Record<string, readonly [property: string, kind: string]>> = {
  'AWS::IAM::RolePolicy': ['RoleName', 'role'],
  'AWS::IAM::UserPolicy': ['UserName', 'user'],
  'AWS::IAM::GroupPolicy': ['GroupName', 'group'],
};
const people = { 'AWS::IAM::Role': 'role', 'AWS::IAM::User': 'user', 'AWS::IAM::Group': 'group' } as const;

/** By the type of a resource that holds the policy of others, the property that names them. */
const named = new Map(
  Object.values(policyHomes)
    .flat()
    .flatMap((home) => ('own' in home ? [] : [[home.type, home.names] as const])),
);

function texts({ resource }: Entry, property: string): string[] {
  return listOf(resource.Properties?.[property]).map(String);
}

/** Those who have a policy from their own side, and the members of a group. */
function joined(stacks: readonly Stack[], property: string, name: string): string[] {
  return Object.entries(people).flatMap(([type, kind]) =>
    entriesOf(stacks, type)
      .filter((entry) => texts(entry, property).includes(name))
      .map((entry) => `${kind} ${identityOfResolved(entry).ref}`),
  );
}

/**
 * Whom or what a statement is about that stands in a resource: whoever has the policy, or what it protects; so that the
 * same statement for somebody else is another one, wherever it stands. Nobody for a policy that nobody has.
 */
export function subjectsOf(stacks: readonly Stack[], entry: Entry): string[] {
  const { Type } = entry.resource;
  const own = Object.entries(people).find(([type]) => type === Type)?.[1];
  const [property, kind] = single[Type] ?? [];
  const direct = [
    ...(own === undefined ? [] : [`${own} ${identityOfResolved(entry).ref}`]),
    ...(property === undefined ? [] : texts(entry, property).map((name) => `${String(kind)} ${name}`)),
    ...(Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy'
      ? Object.entries(lists).flatMap(([list, one]) => texts(entry, list).map((name) => `${one} ${name}`))
      : []),
    ...(Type === 'AWS::IAM::ManagedPolicy' ? joined(stacks, 'ManagedPolicyArns', identityOfResolved(entry).ref) : []),
  ];
  if (Type.startsWith('AWS::IAM::')) return [...new Set(direct.flatMap((one) => [one, ...members(stacks, one)]))];
  const home = named.get(Type);
  const protects = home === undefined ? [] : texts(entry, home);
  return protects.length > 0 ? protects : [`${entry.stack.name}/${entry.logicalId}`];
}

function members(stacks: readonly Stack[], subject: string): string[] {
  if (!subject.startsWith('group ')) return [];
  const group = subject.slice('group '.length);
  const added = entriesOf(stacks, 'AWS::IAM::UserToGroupAddition')
    .filter((entry) => texts(entry, 'GroupName').includes(group))
    .flatMap((entry) => texts(entry, 'Users').map((name) => `user ${name}`));
  return [...added, ...joined(stacks, 'Groups', group)];
}
