import { commonArns, containsArn, intersectsArn } from '../arn-patterns';
import type { NamedPolicy, Principal } from '../principals';
import type { Allowed, OpenQuestion } from '../simulator/discover';
import type { PolicyDocument } from '../template';
import type { Access } from './access';
import type { Interview } from './interview';

/** As the default of AWS for keys: what a key's own policy refuses is asked of that key. */
function trustingKeyPolicy(partition: string, account: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
}

/** What is known of every request of a role or user. */
export function factsOf({ arn, account }: Pick<Principal, 'arn' | 'account'>): Record<string, string> {
  return { 'aws:PrincipalAccount': account, 'aws:PrincipalArn': arn, 'aws:PrincipalIsAWSService': 'false' };
}

/** What the policies of a principal allow with anything, before the policy of a single resource is asked. */
export class IdentityAccess {
  private readonly trustingKeys: PolicyDocument;

  constructor(
    private readonly interview: Interview,
    private readonly principal: Principal,
  ) {
    this.trustingKeys = trustingKeyPolicy(principal.arn.split(':')[1] ?? '', principal.account);
  }

  /** What it may do to anything, of all known actions. */
  public async all(): Promise<readonly Access[]> {
    const { arn, identityPolicies, boundary } = this.principal;
    const documents = identityPolicies.map(({ document }) => document);
    return this.interview.remembered(arn, [...documents, boundary], async () => {
      const { concerned, allowed } = await this.interview.askAllBut(documents);
      const found = allowed.flatMap(({ action, of }) =>
        of.map(({ pattern, conditions }) => ({ action, resource: pattern, conditions })),
      );
      for (const action of concerned) found.push(...(await this.of(action)));
      return found;
    });
  }

  private async of(action: string): Promise<Access[]> {
    const allowed = await this.patterns(action, this.principal.identityPolicies, this.principal.boundary);
    const { boundary } = this.principal;
    if (boundary === undefined || allowed.length === 0) {
      return allowed.map(({ pattern, conditions }) => ({ action, resource: pattern, conditions }));
    }
    // The simulator tells the patterns of the policies, and of the boundary only whether it meets them.
    const bounds = await this.patterns(action, [{ name: 'boundary', document: boundary }]);
    return allowed.flatMap(({ pattern, conditions }) =>
      withinBoundary(pattern, bounds).map((resource) => ({ action, resource, conditions })),
    );
  }

  private async patterns(
    action: string,
    identityPolicies: readonly NamedPolicy[],
    boundary?: PolicyDocument,
  ): Promise<readonly Allowed[]> {
    const question: OpenQuestion = {
      principal: this.principal.arn,
      action,
      resource: '*',
      resourceAccount: this.principal.account,
      facts: factsOf(this.principal),
      identityPolicies,
      ...(boundary === undefined ? {} : { boundary }),
    };
    const answer = await this.interview.ask(question);
    if (answer.kind === 'inapplicable') throw new Error(`${action} cannot be asked of anything: ${answer.because}`);
    if (!action.startsWith('kms:') || answer.allowed.length + answer.refused.length === 0) return answer.allowed;
    const patterns = [...answer.allowed.map(({ pattern }) => pattern), ...answer.refused];
    // Without a key policy every key refuses; with one, the pattern of that policy is answered too.
    const trusted = await this.interview.ask({ ...question, resourcePolicy: this.trustingKeys });
    if (trusted.kind === 'inapplicable') throw new Error(`${action} cannot be asked of a key: ${trusted.because}`);
    return trusted.allowed.filter(({ pattern }) => patterns.includes(pattern));
  }
}

/** The parts of a pattern that a boundary lets through; where they are no patterns of their own, both are told. */
function withinBoundary(pattern: string, bounds: readonly Allowed[]): string[] {
  if (bounds.some((bound) => containsArn(bound.pattern, pattern))) return [pattern];
  return bounds
    .filter((bound) => intersectsArn(bound.pattern, pattern))
    .flatMap((bound) => commonArns(bound.pattern, pattern) ?? `${pattern} within ${bound.pattern}`);
}
