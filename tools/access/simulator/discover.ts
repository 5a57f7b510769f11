// With simulate.ts the only import of this library, which is AGPL: it is a tool of development, and nothing of it is deployed.
import { type AllowedConditionExpression, anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

import type { NamedPolicy } from '../principals';
import type { Condition } from '../rows/access-row';
import './kept-collators';
import { SimulationError } from './simulate';
import type { PolicyDocument } from '../template';

/** Whether and when something may be done, whatever the request says beside what is known. */
export interface OpenQuestion {
  /** ARN of a role or user, name of a service, or nobody. */
  readonly principal: string | undefined;
  readonly action: string;
  /** ARN, ARN pattern, or `*` for anything. */
  readonly resource: string;
  readonly resourceAccount: string;
  /** What is known of every request of this principal; whatever else a condition asks for may have any value or none. */
  readonly facts: Readonly<Record<string, string>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
  readonly resourcePolicy?: PolicyDocument;
}

/** One ARN pattern of a policy that can be allowed, and when. */
export interface Allowed {
  readonly pattern: string;
  readonly conditions: Condition;
}

/**
 * Why an action is not asked about a resource, as the simulator names it: the action takes no resource of that kind; it
 * takes none at all, and is asked as `*`; the ARN fits several of its kinds.
 */
type Inapplicable = 'no.resource.types' | 'must.use.wildcard' | 'multiple.resource.types';

export type OpenAnswer =
  | {
      readonly kind: 'judged';
      /** Empty when it is refused in every request. */
      readonly allowed: readonly Allowed[];
      /** Patterns of the policies that were looked at, and refused. */
      readonly refused: readonly string[];
    }
  | { readonly kind: 'inapplicable'; readonly because: Inapplicable };

const understood: readonly Inapplicable[] = ['no.resource.types', 'must.use.wildcard', 'multiple.resource.types'];

function isUnderstood(message: string): message is Inapplicable {
  return (understood as readonly string[]).includes(message);
}

function withoutSources(expression: AllowedConditionExpression | undefined): Condition {
  switch (expression?.conditionType) {
    case undefined:
    case 'always':
      return { all: [] };
    case 'never':
      return { any: [] };
    case 'group': {
      const parts = expression.conditions.map(withoutSources);
      return expression.operator === 'and' ? { all: parts } : { any: parts };
    }
    case 'condition':
      return { operator: expression.op, key: expression.key, values: expression.values };
    case 'sessionName':
      return { operator: 'StringEquals', key: 'sts:RoleSessionName', values: expression.sessionName };
  }
}

/**
 * Keys of the `ForAllValues` tests of a question's policies. A request without the key meets such a test, and the
 * simulator then does not tell it; a request with some value is told of it, and of no `Null` beside it.
 */
function keysOfAllValues({ identityPolicies, boundary, resourcePolicy }: OpenQuestion): string[] {
  const policies = [...identityPolicies.map(({ document }) => document), boundary, resourcePolicy];
  const conditions = policies.flatMap((policy) => policy?.Statement ?? []).map(({ Condition: tests = {} }) => tests);
  return conditions.flatMap((tests) =>
    Object.entries(tests)
      .filter(([operator]) => operator.toLowerCase().startsWith('forallvalues:'))
      .flatMap(([, keys]) => Object.keys(keys)),
  );
}

/** Stands for a value that no policy names. */
const someValue = '\u0000';

async function run(question: OpenQuestion, present: readonly string[]) {
  const { principal = anonymousPrincipal, action, resource, resourceAccount, facts } = question;
  return runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: resourceAccount },
        contextVariables: { ...facts, ...Object.fromEntries(present.map((key) => [key, [someValue]])) },
      },
      identityPolicies: question.identityPolicies.map(({ name, document }) => ({ name, policy: document })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(question.resourcePolicy === undefined ? {} : { resourcePolicy: question.resourcePolicy }),
      ...(question.boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: question.boundary }] }),
    },
    {
      simulationMode: 'Discovery',
      discoveryContextKeyConstraints: [
        ...Object.keys(facts).map((keyName) => ({ keyName, presenceIsKnown: true, valueIsKnown: true }) as const),
        ...present.map((keyName) => ({ keyName, presenceIsKnown: false, valueIsKnown: false }) as const),
      ],
    },
  );
}

async function judge(question: OpenQuestion, present: readonly string[] = []): Promise<OpenAnswer> {
  const result = await run(question, present);
  if (result.resultType === 'error') {
    const { message } = result.errors;
    if (isUnderstood(message)) return { kind: 'inapplicable', because: message };
    const { principal = 'anybody', action, resource } = question;
    throw new SimulationError(`${principal} ${action} ${resource}: ${JSON.stringify(result.errors)}`);
  }
  const judged =
    result.resultType === 'single'
      ? [{ pattern: question.resource, analysis: result.result.analysis }]
      : result.results.map(({ resourcePattern, analysis }) => ({ pattern: resourcePattern, analysis }));
  return {
    kind: 'judged',
    allowed: judged
      .filter(({ analysis }) => analysis.result === 'Allowed')
      .map(({ pattern, analysis }) => ({ pattern, conditions: withoutSources(analysis.conditions) })),
    refused: judged.filter(({ analysis }) => analysis.result !== 'Allowed').map(({ pattern }) => pattern),
  };
}

/**
 * What IAM's published rules allow at most: conditions are not tried but told, and of a pattern in the request every
 * pattern of the policies that meets it is judged.
 *
 * A Deny that holds for a part of a pattern is not subtracted. Policy variables match nothing, so that policies must have
 * none.
 *
 * @throws SimulationError for every answer that is neither a judgement nor an understood reason for none
 */
export async function discover(question: OpenQuestion): Promise<OpenAnswer> {
  const answer = await judge(question);
  const keys = keysOfAllValues(question);
  if (answer.kind === 'inapplicable' || answer.allowed.length === 0 || keys.length === 0) return answer;
  const withKeys = await judge(question, keys);
  if (withKeys.kind === 'inapplicable') return withKeys;
  return {
    ...answer,
    allowed: answer.allowed.map(({ pattern, conditions }) => {
      const more = withKeys.allowed.find((allowed) => allowed.pattern === pattern)?.conditions;
      return { pattern, conditions: { all: [conditions, more ?? { any: [] }] } };
    }),
  };
}
