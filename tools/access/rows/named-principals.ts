import { listOf, type Statement } from '../template';
import type { Condition } from './access-row';
import { always, anyOf, never, not } from './condition-tree';
import { AccessError } from './errors';
import type { Subject } from './subject';

/** Whom the `Principal` element of a statement names. */
export type NamedPrincipal =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated'; readonly provider: string };

const anyone: NamedPrincipal = { kind: 'anyone' };

function namedAws(value: string): NamedPrincipal {
  if (value === '*') return anyone;
  if (/^\d{12}$/.test(value)) return { kind: 'account', account: value };
  const [, , service, , account = '', resource = ''] = value.split(':');
  if (service === 'iam' && resource === 'root') return { kind: 'account', account };
  if (service === 'iam' && /^(role|user)\//.test(resource) && !/[*?]/.test(value)) return { kind: 'arn', arn: value };
  throw new AccessError(`a statement names ${value} as principal: only roles, users, accounts and * are understood`);
}

const namedByElement = new WeakMap<object, readonly NamedPrincipal[]>();

function namedBy(element: unknown): readonly NamedPrincipal[] {
  if (element === '*') return [anyone];
  if (typeof element !== 'object' || element === null) {
    throw new AccessError(`a statement has ${JSON.stringify(element)} as principal`);
  }
  const known = namedByElement.get(element) ?? readNames(element);
  namedByElement.set(element, known);
  return known;
}

function readNames(element: object): readonly NamedPrincipal[] {
  return Object.entries(element as Readonly<Record<string, string | readonly string[]>>).flatMap(([type, values]) =>
    listOf(values).map((value): NamedPrincipal => {
      switch (type) {
        case 'AWS':
          return namedAws(value);
        case 'Service':
          return { kind: 'service', service: value };
        case 'Federated':
          return { kind: 'federated', provider: value };
        default:
          throw new AccessError(`a statement names principals of the type ${type}, which is not understood`);
      }
    }),
  );
}

/** Whom a statement of a resource's policy lets act; everybody when it names those whom it does not. */
export function namedPrincipalsOf({ Principal, NotPrincipal }: Statement): readonly NamedPrincipal[] {
  return NotPrincipal === undefined ? namedBy(Principal) : [anyone];
}

/** Everybody of whom a statement speaks, to let or to keep them. */
export function mentionedIn({ Principal, NotPrincipal }: Statement): readonly NamedPrincipal[] {
  return namedBy(NotPrincipal ?? Principal);
}

/** How a statement names somebody: as itself, among everybody, or through its account, which then must allow it too. */
export type Naming = 'itself' | 'everybody' | 'account';

/** That a statement means somebody, and when, as far as that depends on who exactly it is. */
export interface Meant {
  readonly how: Naming;
  readonly when: Condition;
}

function isArn(arn: string): Condition {
  return { operator: 'ArnEquals', key: 'aws:PrincipalArn', values: [arn] };
}

/** Whether one named principal is, or may be, this subject. */
function meantBy(named: NamedPrincipal, { principal, account, unnamed = false }: Subject): Meant | undefined {
  const mayBe = (possible: boolean, condition: Condition): Meant | undefined =>
    possible && !unnamed ? { how: 'itself', when: condition } : undefined;
  switch (named.kind) {
    case 'anyone':
      return { how: 'everybody', when: always };
    case 'account': {
      if (principal.kind !== 'anyone') {
        return named.account === account ? { how: 'account', when: always } : undefined;
      }
      const when = { operator: 'StringEquals', key: 'aws:PrincipalAccount', values: [named.account] };
      return unnamed ? undefined : { how: 'account', when };
    }
    case 'arn':
      if (named.arn === principal.id) return { how: 'itself', when: always };
      return mayBe(
        principal.kind === 'anyone' || (principal.kind === 'account' && named.arn.split(':')[4] === account),
        isArn(named.arn),
      );
    case 'service':
      if (principal.kind === 'service') return mayBe(named.service === principal.id, always);
      return mayBe(principal.kind === 'anyone', {
        operator: 'StringEquals',
        key: 'aws:PrincipalServiceName',
        values: [named.service],
      });
    case 'federated':
      return mayBe(principal.kind === 'federated' && named.provider === principal.id, always);
  }
}

const strength: readonly Naming[] = ['account', 'itself', 'everybody'];

/**
 * Whether and when a statement of a resource's policy means a subject.
 *
 * A Deny with `NotPrincipal` always means a principal that has a boundary, whomever it excepts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function meaningOf(statement: Statement, subject: Subject): Meant | undefined {
  if (statement.NotPrincipal === undefined) {
    const meant = namedBy(statement.Principal).flatMap((named) => meantBy(named, subject) ?? []);
    const how = strength.findLast((naming) => meant.some((one) => one.how === naming && isSure(one)));
    if (how !== undefined) return { how, when: always };
    const [first] = meant;
    return first && { how: first.how, when: anyOf(meant.map(({ when }) => when)) };
  }
  if (statement.Effect === 'Deny' && subject.hasBoundary) return { how: 'everybody', when: always };
  const excepted = namedBy(statement.NotPrincipal).flatMap((named) => meantBy(named, subject) ?? []);
  const when = excepted.length === 0 ? always : not(anyOf(excepted.map((one) => one.when)));
  return when === never || JSON.stringify(when) === JSON.stringify(never) ? undefined : { how: 'everybody', when };
}

function isSure({ when }: Meant): boolean {
  return JSON.stringify(when) === JSON.stringify(always);
}
