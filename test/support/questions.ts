import { type Assembly, resourceAt } from '../../tools/access/assembly';
import type { NamedPolicy } from '../../tools/access/principals';
import { relevantTo } from '../../tools/access/relevant';
import { contextOfAnybody, contextOfPrincipal, contextOfService } from '../../tools/access/request-context';
import type { ProtectedResource } from '../../tools/access/resource-policies';
import { type Answer, type Request, simulate } from '../../tools/access/simulate';
import type { PolicyDocument, Statement } from '../../tools/access/template';

/**
 * Who asks: a role or user of the assembly by its ARN; one from elsewhere, or with more than the assembly gives it, with
 * those statements; an AWS service; or anybody, without a signature.
 */
export type Caller =
  | string
  | { readonly arn: string; readonly statements: readonly Statement[] }
  | { readonly service: string }
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
    const answer = await answerTo(requestOf(assembly, question));
    if (answer !== 'Allowed') return answer;
  }
  return 'Allowed';
}

function requestOf(assembly: Assembly, question: Question): Request {
  const { caller, action, resource } = question;
  const target = resourceAt(assembly, resource);
  const resourceAccount = question.resourceAccount ?? target?.account ?? resource.split(':')[4] ?? '';
  const region = assembly.stacks[0]?.region ?? '';
  if (!/^\d{12}$/.test(resourceAccount)) throw new Error(`${resource}: say in resourceAccount whose it is`);
  const policy = question.assuming?.trustingResource === true ? trusting(resourceAccount, target) : target?.policy;
  const common = {
    action,
    resource,
    resourceAccount,
    context: present(question.context),
    ...(policy === undefined ? {} : { resourcePolicy: policy }),
  };
  const usual = (context: Context) =>
    present(Object.fromEntries(Object.entries(context).filter(([key]) => !(key in (question.context ?? {})))));
  const facts = { action, resourceAccount, region };
  if (typeof caller === 'object' && 'anybody' in caller) {
    return { ...common, principal: undefined, usualContext: usual(contextOfAnybody(facts)), identityPolicies: [] };
  }
  if (typeof caller === 'object' && 'service' in caller) {
    const usualContext = usual(contextOfService(caller.service, facts));
    return { ...common, principal: caller.service, usualContext, identityPolicies: [] };
  }
  const arn = typeof caller === 'string' ? caller : caller.arn;
  const known = assembly.principals.find((principal) => principal.arn === arn);
  if (known === undefined && typeof caller === 'string') throw new Error(`no stack has the principal ${arn}`);
  const boundary = question.assuming?.noBoundary === true ? undefined : known?.boundary;
  return {
    ...common,
    principal: arn,
    usualContext: usual(contextOfPrincipal(arn, facts)),
    identityPolicies: [...(known?.identityPolicies ?? []), ...(typeof caller === 'string' ? [] : [own(caller)])],
    ...(boundary === undefined ? {} : { boundary }),
  };
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

function answerTo(request: Request): Promise<Answer> {
  const { identityPolicies, boundary, resourcePolicy, ...rest } = request;
  const identity = identityPolicies.map(({ name, document }) => ({ name, ...numbered(document, request.action) }));
  const bound = boundary && numbered(boundary, request.action);
  const resource = resourcePolicy && numbered(resourcePolicy, request.action);
  const key = JSON.stringify([identity.map(({ number }) => number), bound?.number, resource?.number, rest]);
  const known = answers.get(key);
  if (known !== undefined) return known;
  questionsAsked.count += 1;
  const answer = simulate({
    ...rest,
    identityPolicies: identity,
    ...(bound === undefined ? {} : { boundary: bound.document }),
    ...(resource === undefined ? {} : { resourcePolicy: resource.document }),
  });
  answers.set(key, answer);
  return answer;
}
