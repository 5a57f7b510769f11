import { relevantTo } from '../relevant';
import { SimulationError } from '../simulator/simulate';
import { type Allowed, discover, type OpenAnswer, type OpenQuestion } from '../simulator/discover';
import type { PolicyDocument } from '../template';
import type { ActionIndex } from './action-index';

/** How much was asked, and how many different questions the simulator had to judge for it. */
export interface Effort {
  readonly asked: number;
  readonly simulated: number;
}

/** The answer to all actions that no statement of some policies allows. */
export interface AllBut {
  /** The others: what some statement allows. */
  readonly concerned: ReadonlySet<string>;
  /** What is allowed without any statement. */
  readonly allowed: readonly { readonly action: string; readonly of: readonly Allowed[] }[];
}

interface Reduced {
  readonly document: PolicyDocument;
  /** The same for equal texts. */
  readonly number: number;
}

/** Somebody without any policy. Its refusal is everybody's for whom no statement allows the action. */
const nobody = { principal: 'nobody', resource: '*', resourceAccount: '000000000000', facts: {}, identityPolicies: [] };

/**
 * Asks the simulator, and each question once.
 *
 * Policies are reduced to the statements that the action can meet. Where neither the principal's own policies nor that of
 * the resource allow it, the refusal of a principal without any policy is the answer; the same where the resource's does
 * not and the principal's boundary does not either, or the resource is another account's.
 */
export class Interview {
  private readonly answers = new Map<string, Promise<OpenAnswer>>();
  private readonly reduced = new WeakMap<PolicyDocument, Map<string, Reduced>>();
  private readonly numbers = new Map<string, number>();
  private readonly numberOfDocument = new WeakMap<PolicyDocument, number>();
  private readonly found = new Map<string, { readonly found: unknown; readonly questions: number }>();
  private allowedToNobody?: Promise<AllBut['allowed']>;
  private asked = 0;

  /** @param partition of the principals, such as `aws` */
  constructor(
    public readonly index: ActionIndex,
    private readonly partition = 'aws',
  ) {}

  public get effort(): Effort {
    return { asked: this.asked, simulated: this.answers.size };
  }

  /** @throws SimulationError as `discover` does */
  public ask(question: OpenQuestion): Promise<OpenAnswer> {
    this.asked += 1;
    return this.allowsNothing(question) ? this.withoutPolicies(question.action) : this.withPolicies(question);
  }

  /**
   * Asks for every known action but those that some statement allows; nothing else can be allowed but what AWS allows
   * everybody.
   *
   * @param documents the policies whose statements allow
   */
  public async askAllBut(documents: readonly PolicyDocument[]): Promise<AllBut> {
    const concerned = new Set(documents.flatMap((document) => [...this.index.allowedBy(document)]));
    this.allowedToNobody ??= this.askWithoutPolicies();
    const allowed = await this.allowedToNobody;
    this.asked += this.index.actions.length - concerned.size;
    return { concerned, allowed: allowed.filter(({ action }) => !concerned.has(action)) };
  }

  /**
   * Asks everything that no statement allows, which is refused as it is to nobody in particular.
   *
   * @returns the questions that are left to be asked
   */
  public async askRefused<Question extends { readonly action: string }>(
    questions: readonly Question[],
    policies: readonly PolicyDocument[],
  ): Promise<readonly Question[]> {
    this.allowedToNobody ??= this.askWithoutPolicies();
    const toNobody = await this.allowedToNobody;
    const allowed = policies.map((policy) => this.index.allowedBy(policy));
    const left = questions.filter(
      ({ action }) => allowed.some((actions) => actions.has(action)) || toNobody.some((one) => one.action === action),
    );
    this.asked += questions.length - left.length;
    return left;
  }

  private async askWithoutPolicies(): Promise<AllBut['allowed']> {
    const answers = [];
    for (const action of this.index.actions) {
      const answer = await this.withoutPolicies(action);
      if (answer.kind === 'inapplicable') throw new SimulationError(`${action} of anything: ${answer.because}`);
      if (answer.allowed.length > 0) answers.push({ action, of: answer.allowed });
    }
    return answers;
  }

  /**
   * Whether an action can be asked about a resource at all, which no policy decides.
   *
   * @param kind the same for all resources whose ARNs are made in the same way
   */
  public async applies(action: string, resource: string, kind: string): Promise<boolean> {
    const answer = await this.once(`applies ${action} ${kind}`, { ...this.nobody(action), resource });
    if (answer.kind === 'inapplicable' && answer.because === 'multiple.resource.types') {
      throw new SimulationError(`${action} ${resource}: the ARN fits several kinds of resources of which it takes one`);
    }
    return answer.kind === 'judged';
  }

  /**
   * What was found out for one principal, or one principal and one resource: the same for the same policies, however
   * often they are asked.
   *
   * @param documents all policies that took part
   */
  public async remembered<Found>(
    name: string,
    documents: readonly (PolicyDocument | undefined)[],
    find: () => Promise<Found>,
  ): Promise<Found> {
    const key = JSON.stringify([name, documents.map((document) => document && this.numberOf(document))]);
    const known = this.found.get(key);
    if (known !== undefined) {
      this.asked += known.questions;
      return known.found as Found;
    }
    const before = this.asked;
    const found = await find();
    this.found.set(key, { found, questions: this.asked - before });
    return found;
  }

  private allowsNothing({ action, facts, resourceAccount, ...policies }: OpenQuestion): boolean {
    const { identityPolicies, boundary, resourcePolicy } = policies;
    const allows = (policy: PolicyDocument) => this.index.allowedBy(policy).has(action);
    if (resourcePolicy !== undefined && allows(resourcePolicy)) return false;
    // What is another account's needs that account's consent as well.
    if (facts['aws:PrincipalAccount'] !== resourceAccount) return true;
    if (boundary !== undefined && !allows(boundary)) return true;
    return !identityPolicies.some(({ document }) => allows(document));
  }

  private nobody(action: string): OpenQuestion {
    const { principal, ...rest } = nobody;
    return { ...rest, action, principal: `arn:${this.partition}:iam::${rest.resourceAccount}:role/${principal}` };
  }

  private withoutPolicies(action: string): Promise<OpenAnswer> {
    return this.once(action, this.nobody(action));
  }

  private withPolicies(question: OpenQuestion): Promise<OpenAnswer> {
    const { action, identityPolicies, boundary, resourcePolicy, ...rest } = question;
    const identity = identityPolicies.map(({ name, document }) => ({ name, ...this.reduce(document, action) }));
    const bound = boundary && this.reduce(boundary, action);
    const resource = resourcePolicy && this.reduce(resourcePolicy, action);
    const key = JSON.stringify([action, identity.map(({ number }) => number), bound?.number, resource?.number, rest]);
    return this.once(key, {
      ...rest,
      action,
      identityPolicies: identity,
      ...(bound === undefined ? {} : { boundary: bound.document }),
      ...(resource === undefined ? {} : { resourcePolicy: resource.document }),
    });
  }

  private once(key: string, question: OpenQuestion): Promise<OpenAnswer> {
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = discover(question);
    this.answers.set(key, answer);
    return answer;
  }

  private reduce(document: PolicyDocument, action: string): Reduced {
    const byAction = this.reduced.get(document) ?? new Map<string, Reduced>();
    this.reduced.set(document, byAction);
    const known = byAction.get(action);
    if (known !== undefined) return known;
    const relevant = relevantTo(action, document);
    const made = { document: relevant, number: this.numberOf(relevant) };
    byAction.set(action, made);
    return made;
  }

  private numberOf(document: PolicyDocument): number {
    const known = this.numberOfDocument.get(document);
    if (known !== undefined) return known;
    const text = JSON.stringify(document);
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    this.numberOfDocument.set(document, number);
    return number;
  }
}
