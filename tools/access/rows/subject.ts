import type { ProtectedResource } from '../resource-policies';
import type { RowPrincipal } from './access-row';
import type { Facts } from './decide';

/** Somebody who acts, with what is known about all of its requests. */
export interface Subject {
  readonly principal: RowPrincipal;
  /** Whose it is; absent for services, providers and everybody. */
  readonly account?: string;
  readonly hasBoundary: boolean;
  /** Of an account or everybody: one whom no policy names. */
  readonly unnamed?: boolean;
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

/** What AWS itself says about whoever acts. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function factsOfSubject({ principal, account }: Subject): [string, readonly (string | undefined)[]][] {
  const signed = (): [string, readonly (string | undefined)[]][] => [
    ['aws:principalaccount', [account]],
    ['aws:principalisawsservice', ['false']],
    ['aws:principalservicename', [undefined]],
    ['kms:calleraccount', [account]],
  ];
  const isUser = principal.id.split(':')[5]?.startsWith('user/') === true;
  switch (principal.kind) {
    case 'role':
    case 'user':
    case 'foreign':
      return [
        ...signed(),
        ['aws:principalarn', [principal.id]],
        ['aws:principaltype', [isUser ? 'User' : 'AssumedRole']],
        ['aws:username', [isUser ? nameIn(principal.id) : undefined]],
      ];
    case 'account':
      return signed();
    case 'service':
      return [
        ['aws:principalisawsservice', ['true']],
        ['aws:principalservicename', [principal.id]],
      ];
    case 'federated':
    case 'anyone':
      return [];
  }
}

/** Whose a resource is, which AWS tells with most requests, but promises only for some. */
function factsOfResource(account: string): [string, readonly (string | undefined)[]][] {
  return [
    ['aws:resourceaccount', [account, undefined]],
    ['s3:resourceaccount', [account, undefined]],
  ];
}

/** @param resourceAccount whose the resource is; undefined when it is not known */
export function factsOf(subject: Subject, resourceAccount: string | undefined): Facts {
  return new Map([
    ...factsOfSubject(subject),
    ...(resourceAccount === undefined ? [] : factsOfResource(resourceAccount)),
  ]);
}

/** The account of an ARN pattern that says it: a resource of the assembly, or an ARN with the id of an account. */
export function accountOf(pattern: string, resource: ProtectedResource | undefined): string | undefined {
  const written = pattern.split(':')[4] ?? '';
  return resource?.account ?? (/^\d{12}$/.test(written) ? written : undefined);
}
