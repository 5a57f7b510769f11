import { identityOfResolved } from './physical-ids';
import { entriesOf, type Entry, listOf, type PolicyDocument, type Stack } from './template';

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A role or user of the assembly, with everything that decides what it may do. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
}

/** Under which property a policy lists the principals or groups that it belongs to. */
type AttachmentList = 'Roles' | 'Users' | 'Groups';

function property(entry: Entry, name: string): unknown {
  return entry.resource.Properties?.[name];
}

function names(entry: Entry, list: string): readonly string[] {
  return listOf(property(entry, list) as string[] | undefined);
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
  public document(arn: string, owner: Entry): PolicyDocument {
    const entry = this.managed.get(arn);
    if (entry === undefined)
      throw new Error(`${owner.logicalId} has the managed policy ${arn}, which no stack contains`);
    return property(entry, 'PolicyDocument') as PolicyDocument;
  }

  /** Inline policies, managed policies that the owner names, and policies that name the owner. */
  public of(owner: Entry, list: AttachmentList, ownerName: string): NamedPolicy[] {
    const inline = listOf(property(owner, 'Policies') as { PolicyName: string; PolicyDocument: PolicyDocument }[]);
    const naming = [...this.managed.values(), ...entriesOf(this.stacks, 'AWS::IAM::Policy')];
    return [
      ...inline.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, document: PolicyDocument })),
      ...names(owner, 'ManagedPolicyArns').map((arn) => ({ name: arn, document: this.document(arn, owner) })),
      ...naming
        .filter((policy) => names(policy, list).includes(ownerName))
        .map((policy) => ({ name: policy.logicalId, document: property(policy, 'PolicyDocument') as PolicyDocument })),
    ];
  }

  public throughGroups(user: Entry): NamedPolicy[] {
    return names(user, 'Groups').flatMap((group) => {
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
      const boundary = property(entry, 'PermissionsBoundary') as string | undefined;
      return {
        arn: attributes.Arn ?? ref,
        account: entry.stack.account,
        identityPolicies: [...policies.of(entry, list, ref), ...policies.throughGroups(entry)],
        ...(boundary === undefined ? {} : { boundary: policies.document(boundary, entry) }),
      };
    }),
  );
}
