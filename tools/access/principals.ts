import { identityOfResolved } from './physical-ids';
import { documentIn } from './policy-homes';
import { entriesOf, type Entry, listOf, type PolicyDocument, type Stack } from './template';

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  /** The resource of a template in which it stands, when it stands in one. */
  readonly entry?: Entry;
}

/** A role or user of the assembly, with everything that decides what it may do. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  readonly entry: Entry;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
  readonly boundaryEntry?: Entry;
}

/** Under which property a policy lists the principals or groups that it belongs to. */
type AttachmentList = 'Roles' | 'Users' | 'Groups';

/** A policy of a type of its own names the one that it belongs to. */
const single = {
  Roles: { type: 'AWS::IAM::RolePolicy', name: 'RoleName' },
  Users: { type: 'AWS::IAM::UserPolicy', name: 'UserName' },
  Groups: { type: 'AWS::IAM::GroupPolicy', name: 'GroupName' },
} as const;

function property(entry: Entry, name: string): unknown {
  return entry.resource.Properties?.[name];
}

function names(entry: Entry, list: string): readonly string[] {
  return listOf(property(entry, list) as string[] | undefined);
}

/** @throws Error for what is no policy document */
function documentOf({ stack, logicalId }: Entry, value: unknown): PolicyDocument {
  const document = documentIn(value);
  if (document === undefined) throw new Error(`${stack.name}: ${logicalId} has a policy without a policy document`);
  return document;
}

/** All policies of resolved stacks, found from the side of whoever has them. */
class AttachedPolicies {
  private readonly managed: ReadonlyMap<string, Entry>;
  private readonly groups: ReadonlyMap<string, readonly NamedPolicy[]>;

  constructor(private readonly stacks: readonly Stack[]) {
    this.managed = new Map(
      entriesOf(stacks, 'AWS::IAM::ManagedPolicy').map((entry) => [identityOfResolved(entry).ref, entry]),
    );
    this.groups = new Map(
      entriesOf(stacks, 'AWS::IAM::Group').map((entry) => {
        const { ref } = identityOfResolved(entry);
        return [ref, this.of(entry, 'Groups', ref)];
      }),
    );
  }

  /** @throws Error for a managed policy that the stacks do not contain: what it allows cannot be known here */
  public managedPolicy(arn: string, owner: Entry): NamedPolicy & { readonly entry: Entry } {
    const entry = this.managed.get(arn);
    if (entry === undefined)
      throw new Error(`${owner.logicalId} has the managed policy ${arn}, which no stack contains`);
    return { name: arn, document: documentOf(entry, property(entry, 'PolicyDocument')), entry };
  }

  /** Inline policies, managed policies that the owner names, and policies that name the owner. */
  public of(owner: Entry, list: AttachmentList, ownerName: string): NamedPolicy[] {
    const inline = listOf(property(owner, 'Policies') as { PolicyName: string; PolicyDocument: unknown }[]);
    const naming = [...this.managed.values(), ...entriesOf(this.stacks, 'AWS::IAM::Policy')];
    return [
      ...inline.map(({ PolicyName, PolicyDocument }) => ({
        name: PolicyName,
        document: documentOf(owner, PolicyDocument),
        entry: owner,
      })),
      ...names(owner, 'ManagedPolicyArns').map((arn) => this.managedPolicy(arn, owner)),
      ...naming
        .filter((policy) => names(policy, list).includes(ownerName))
        .map((policy) => ({
          name: policy.logicalId,
          document: documentOf(policy, property(policy, 'PolicyDocument')),
          entry: policy,
        })),
      ...entriesOf(this.stacks, single[list].type)
        .filter((policy) => property(policy, single[list].name) === ownerName)
        .map((policy) => ({
          name: policy.logicalId,
          document: documentOf(policy, property(policy, 'PolicyDocument')),
          entry: policy,
        })),
    ];
  }

  public throughGroups(user: Entry): NamedPolicy[] {
    const { ref } = identityOfResolved(user);
    const added = entriesOf(this.stacks, 'AWS::IAM::UserToGroupAddition').filter((addition) =>
      names(addition, 'Users').includes(ref),
    );
    const groups = [...names(user, 'Groups'), ...added.map((addition) => String(property(addition, 'GroupName')))];
    return groups.flatMap((group) => {
      const policies = this.groups.get(group);
      if (policies === undefined)
        throw new Error(`${user.logicalId} is in the group ${group}, which no stack contains`);
      return policies;
    });
  }
}

/** The roles and users of resolved stacks. */
export function principalsOf(stacks: readonly Stack[]): Principal[] {
  const policies = new AttachedPolicies(stacks);
  return (['Roles', 'Users'] as const).flatMap((list) =>
    entriesOf(stacks, list === 'Roles' ? 'AWS::IAM::Role' : 'AWS::IAM::User').map((entry): Principal => {
      const { ref, attributes } = identityOfResolved(entry);
      const boundaryArn = property(entry, 'PermissionsBoundary') as string | undefined;
      const boundary = boundaryArn === undefined ? undefined : policies.managedPolicy(boundaryArn, entry);
      return {
        arn: attributes.Arn ?? ref,
        account: entry.stack.account,
        entry,
        identityPolicies: [...policies.of(entry, list, ref), ...policies.throughGroups(entry)],
        ...(boundary === undefined ? {} : { boundary: boundary.document, boundaryEntry: boundary.entry }),
      };
    }),
  );
}
