import type { Assembly } from '../assembly';
import type { Principal } from '../principals';
import { listOf, type PolicyDocument } from '../template';

/** Something that a principal with every right in the account could change. */
export type Change =
  | { readonly kind: 'opens'; readonly what: 'key' | 'bucket' | 'secret'; readonly id: string }
  | { readonly kind: 'becomes' | 'widens' | 'unbounds'; readonly what: 'role' | 'user'; readonly id: string };

/** A file or secret, and what stands before it. */
export interface Treasure {
  readonly kind: 'file' | 'secret';
  readonly arn: string;
  /** ARNs of what keeps it: the bucket or the secret, and their key. */
  readonly container: string;
  readonly key: string;
}

/** Changes that together open something; without any of them it stays closed. */
export interface Opening {
  readonly treasure: Treasure;
  readonly changes: readonly Change[];
}

/** Whether somebody of an assembly can read something; who is no principal of it has every right that an identity can have. */
export type CanRead = (assembly: Assembly, principal: string, treasure: Treasure) => Promise<boolean>;

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

function trustingAccount(arn: string, account: string): PolicyDocument {
  const root = `arn:${arn.split(':')[1] ?? ''}:iam::${account}:root`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: '*', Resource: '*' }],
  };
}

function changedPrincipal(assembly: Assembly, id: string, change: (principal: Principal) => Principal): Assembly {
  return {
    ...assembly,
    principals: assembly.principals.map((principal) => (principal.arn === id ? change(principal) : principal)),
  };
}

/** The assembly after a change, at its worst: a policy that was replaced leaves everything to the account. */
export function applied(assembly: Assembly, change: Change): Assembly {
  switch (change.kind) {
    case 'opens':
      return {
        ...assembly,
        resources: assembly.resources.map((resource) =>
          resource.arn === change.id
            ? { ...resource, policy: trustingAccount(resource.arn, resource.account) }
            : resource,
        ),
      };
    case 'widens':
      return changedPrincipal(assembly, change.id, (principal) => ({
        ...principal,
        identityPolicies: [...principal.identityPolicies, { name: 'everything', document: everything }],
      }));
    case 'unbounds':
      return changedPrincipal(assembly, change.id, ({ boundary: _boundary, ...rest }) => rest);
    case 'becomes':
      return assembly;
  }
}

/** Principals of the account itself that policies of resources name, and that stand in no stack. */
export function namedOutsiders({ principals, resources }: Assembly): string[] {
  const own = new Set(principals.map(({ arn }) => arn));
  const accounts = new Set(resources.map(({ account }) => account));
  const named = resources.flatMap(({ policy }) =>
    (policy?.Statement ?? []).flatMap(({ Condition = {} }) =>
      Object.values(Condition).flatMap((keys) => listOf(keys['aws:PrincipalArn'])),
    ),
  );
  return [...new Set(named)].filter((arn) => !own.has(arn) && accounts.has(arn.split(':')[4] ?? ''));
}

function subsets<Item>(items: readonly Item[]): Item[][] {
  return items.reduce<Item[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);
}

/** A change of a role or user. */
type PersonalChange = Exclude<Change, { readonly kind: 'opens' }>;

function identity({ arn }: Pick<Principal, 'arn'>): PersonalChange {
  return { kind: 'becomes', what: arn.includes(':user/') ? 'user' : 'role', id: arn };
}

/** As whom one could come: as oneself, or as somebody else, as that one is or with more rights. */
function comings(
  assembly: Assembly,
  administrator: string,
): { readonly as: string; readonly changes: readonly Change[] }[] {
  const others = assembly.principals.flatMap((principal) => {
    const became = identity(principal);
    const more: PersonalChange[] = [
      { ...became, kind: 'widens' },
      ...(principal.boundary === undefined ? [] : [{ ...became, kind: 'unbounds' as const }]),
    ];
    return subsets(more).map((changes) => ({ as: principal.arn, changes: [became, ...changes] }));
  });
  const outsiders = namedOutsiders(assembly).map((arn) => ({ as: arn, changes: [identity({ arn })] }));
  return [{ as: administrator, changes: [] }, ...outsiders, ...others];
}

function isWithin(some: readonly Change[], all: readonly Change[]): boolean {
  const texts = new Set(all.map((change) => JSON.stringify(change)));
  return some.every((change) => texts.has(JSON.stringify(change)));
}

/**
 * The smallest sets of changes after which a principal with every right in the account reads something: found by trying
 * all of them. An empty set: nothing has to be changed.
 *
 * @param administrator ARN of a principal that stands in no stack
 */
export async function openingsOf(
  assembly: Assembly,
  treasure: Treasure,
  administrator: string,
  canRead: CanRead,
): Promise<Opening[]> {
  const guards = subsets<Change>([
    { kind: 'opens', what: 'key', id: treasure.key },
    { kind: 'opens', what: treasure.kind === 'file' ? 'bucket' : 'secret', id: treasure.container },
  ]);
  const attempts = comings(assembly, administrator).flatMap(({ as, changes }) =>
    guards.map((opened) => ({ as, changes: [...changes, ...opened] })),
  );
  const found: Opening[] = [];
  // Smaller sets first: a larger one that contains one of them tells nothing more.
  for (const { as, changes } of attempts.sort((one, other) => one.changes.length - other.changes.length)) {
    if (found.some((opening) => isWithin(opening.changes, changes))) continue;
    const after = changes.reduce(applied, assembly);
    if (await canRead(after, as, treasure)) found.push({ treasure, changes });
  }
  return found;
}
