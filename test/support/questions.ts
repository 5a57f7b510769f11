import { type Assembly, resourceAt } from '../../tools/access/assembly';
import type { NamedPolicy } from '../../tools/access/principals';
import { relevantTo } from '../../tools/access/relevant';
import {
  contextOfAnybody,
  contextOfPrincipal,
  contextOfService,
  contextOfToken,
} from '../../tools/access/request-context';
import type { ProtectedResource } from '../../tools/access/resource-policies';
import { type Answer, simulate } from '../../tools/access/simulator/simulate';
import type { PolicyDocument, Statement } from '../../tools/access/template';

/**
 * Who asks: a role or user of the assembly by its ARN; one from elsewhere, or with more than the assembly gives it, with
 * those statements; an AWS service; somebody with a token of an identity provider; or anybody, without a signature.
 */
export type Caller =
  | string
  | { readonly arn: string; readonly statements: readonly Statement[] }
  | { readonly service: string }
  | { readonly provider: string }
  | { readonly anybody: true };

/** May this caller do this now? */
export interface Question {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** Whose the resource is. @default - the account of the assembly that has it, or of its ARN */
  readonly resourceAccount?: string;
  /** Keys beside those that AWS always sends, or in their place; undefined for one that it does not send this time. */
  readonly context?: Context;
  /** Layers that are taken away, so that the answer is that of the remaining one. */
  readonly assuming?: {
    /** Somebody removed the caller's permissions boundary. */
    readonly noBoundary?: boolean;
    /** The resource's policy leaves everything to the account, as AWS's default for keys does. */
    readonly trustingResource?: boolean;
  };
}

export type Context = Readonly<Record<string, string | undefined>>;

export const anybody: Caller = { anybody: true };

export function service(name: string): Caller {
  return { service: name };
}

/** A principal that its own account lets do everything: what still refuses it is the resource. */
export function administrator(arn: string): Caller {
  return { arn, statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
}

const questionsAsked = { count: 0 };

/** How many different questions the simulator has answered in this run. */
export function askedSoFar(): number {
  return questionsAsked.count;
}

/**
 * The answer to a question, or to all the questions that one call to AWS raises: the call is allowed when each of them is,
 * and else fails with the first that is not.
 */
export async function ask(assembly: Assembly, asked: Question | readonly Question[]): Promise<Answer> {
  const questions = Array.isArray(asked) ? (asked as readonly Question[]) : [asked as Question];
  if (questions.length === 0) throw new Error('a call without a question proves nothing');
  for (const question of questions) {
    const answer = await answerTo(assembly, question);
    if (answer !== 'Allowed') return answer;
  }
  return 'Allowed';
}

/** Whoever asks and whose the resource is, with every policy that decides about it. */
interface Parties {
  readonly principal: string | undefined;
  readonly resourceAccount: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary: PolicyDocument | undefined;
  readonly resourcePolicy: PolicyDocument | undefined;
}

function partiesOf(assembly: Assembly, question: Question): Parties {
  const { caller, resource } = question;
  const target = resourceAt(assembly, resource);
  const resourceAccount = question.resourceAccount ?? target?.account ?? resource.split(':')[4] ?? '';
  if (!/^\d{12}$/.test(resourceAccount)) throw new Error(`${resource}: say in resourceAccount whose it is`);
  const resourcePolicy =
    question.assuming?.trustingResource === true ? trusting(resourceAccount, target) : target?.policy;
  if (typeof caller === 'object' && !('arn' in caller)) {
    const principal = 'service' in caller ? caller.service : 'provider' in caller ? caller.provider : undefined;
    return { principal, resourceAccount, identityPolicies: [], boundary: undefined, resourcePolicy };
  }
  const arn = typeof caller === 'string' ? caller : caller.arn;
  const known = assembly.principals.find((principal) => principal.arn === arn);
  if (known === undefined && typeof caller === 'string') throw new Error(`no stack has the principal ${arn}`);
  return {
    principal: arn,
    resourceAccount,
    identityPolicies: [...(known?.identityPolicies ?? []), ...(typeof caller === 'string' ? [] : [own(caller)])],
    boundary: question.assuming?.noBoundary === true ? undefined : known?.boundary,
    resourcePolicy,
  };
}

/** What AWS always sends, but for what the question itself says about it. */
function usualContext({ caller, action, context = {} }: Question, resourceAccount: string, region: string) {
  const facts = { action, resourceAccount, region };
  const usual = (always: Context) => present({ ...always, ...cleared(context) });
  if (typeof caller === 'string') return usual(contextOfPrincipal(caller, facts));
  if ('anybody' in caller) return usual(contextOfAnybody(facts));
  if ('provider' in caller) return usual(contextOfToken(caller.provider, facts));
  return usual('service' in caller ? contextOfService(caller.service, facts) : contextOfPrincipal(caller.arn, facts));
}

function cleared(context: Context): Context {
  return Object.fromEntries(Object.keys(context).map((key) => [key, undefined]));
}

function present(context: Context = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function trusting(account: string, target: ProtectedResource | undefined): PolicyDocument {
  if (target === undefined) throw new Error('only a resource of the assembly can be assumed to trust its account');
  const root = `arn:${target.arn.split(':')[1] ?? ''}:iam::${account}:root`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: '*', Resource: '*' }],
  };
}

const ownPolicies = new WeakMap<object, NamedPolicy>();

function own(caller: { readonly statements: readonly Statement[] }): NamedPolicy {
  const made = ownPolicies.get(caller) ?? {
    name: 'own',
    document: { Version: '2012-10-17', Statement: caller.statements },
  };
  ownPolicies.set(caller, made);
  return made;
}

const trimmed = new WeakMap<
  PolicyDocument,
  Map<string, { readonly document: PolicyDocument; readonly number: number }>
>();
const numbers = new Map<string, number>();

/**
 * What of a document concerns an action, with a number that equal texts share: so that a question is simulated once,
 * however often it is asked of stacks that differ elsewhere.
 */
function numbered(document: PolicyDocument, action: string): { document: PolicyDocument; number: number } {
  const byAction = trimmed.get(document) ?? new Map<string, { document: PolicyDocument; number: number }>();
  trimmed.set(document, byAction);
  const known = byAction.get(action);
  if (known !== undefined) return known;
  const relevant = relevantTo(action, document);
  const text = JSON.stringify(relevant);
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  const made = { document: relevant, number };
  byAction.set(action, made);
  return made;
}

const answers = new Map<string, Promise<Answer>>();

function answerTo(assembly: Assembly, question: Question): Promise<Answer> {
  const { action, resource, context = {} } = question;
  const { principal, resourceAccount, identityPolicies, ...policies } = partiesOf(assembly, question);
  const region = assembly.stacks[0]?.region ?? '';
  const identity = identityPolicies.map(({ name, document }) => ({ name, ...numbered(document, action) }));
  const boundary = policies.boundary && numbered(policies.boundary, action);
  const resourcePolicy = policies.resourcePolicy && numbered(policies.resourcePolicy, action);
  // Everything that the request is made of below, which is not made for every time that it is asked.
  const key = JSON.stringify([
    ...[principal, action, resource, resourceAccount, region, Object.entries(context)],
    ...[boundary?.number, resourcePolicy?.number, identity.map(({ number }) => number)],
  ]);
  const known = answers.get(key);
  if (known !== undefined) return known;
  questionsAsked.count += 1;
  const answer = simulate({
    ...{ principal, action, resource, resourceAccount },
    usualContext: usualContext(question, resourceAccount, region),
    context: present(context),
    identityPolicies: identity,
    ...(boundary === undefined ? {} : { boundary: boundary.document }),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: resourcePolicy.document }),
  });
  answers.set(key, answer);
  return answer;
}
