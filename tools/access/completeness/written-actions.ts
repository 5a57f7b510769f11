import { entriesOf, listOf, type PolicyDocument, type Stack, type Statement } from '../template';
import type { ActionIndex } from './action-index';

/** Properties in which resources have policies; that of log groups is JSON text. */
const policyProperties = ['AssumeRolePolicyDocument', 'KeyPolicy', 'PolicyDocument', 'ResourcePolicy'];

/** A statement with the place where it stands. */
interface PlacedStatement {
  /** Stack, resource and statement: `strongroom-prod-portal Boundary: AtMostFiles`. */
  readonly place: string;
  readonly statement: Statement;
}

function documentsOf(properties: Readonly<Record<string, unknown>>): PolicyDocument[] {
  const inline = listOf(properties.Policies as { PolicyDocument: PolicyDocument }[] | undefined);
  const own = policyProperties.flatMap((name) => properties[name] ?? []);
  return [
    ...own.map((value) =>
      typeof value === 'string' ? (JSON.parse(value) as PolicyDocument) : (value as PolicyDocument),
    ),
    ...inline.map(({ PolicyDocument: document }) => document),
  ];
}

/** Every statement of every policy of resolved stacks. */
function placedStatements(stacks: readonly Stack[]): PlacedStatement[] {
  const types = new Set(stacks.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)));
  return [...types].flatMap((type) =>
    entriesOf(stacks, type).flatMap(({ stack, logicalId, resource }) =>
      documentsOf(resource.Properties ?? {}).flatMap((document) =>
        listOf(document.Statement).map((statement, index) => ({
          place: `${stack.name} ${logicalId}: ${statement.Sid ?? String(index)}`,
          statement,
        })),
      ),
    ),
  );
}

/** Actions of policies that match no action that AWS knows: a mistyped one allows nothing, and refuses nothing. */
export function unknownActions(stacks: readonly Stack[], index: ActionIndex): string[] {
  return placedStatements(stacks).flatMap(({ place, statement }) =>
    [...listOf(statement.Action), ...listOf(statement.NotAction)]
      .filter((pattern) => index.matching(pattern).size === 0)
      .map((pattern) => `${place}: ${pattern}`),
  );
}

/** Resources of policies that hold a policy variable, `${aws:username}`: which resources they are, no proof here can tell. */
export function policyVariables(stacks: readonly Stack[]): string[] {
  return placedStatements(stacks).flatMap(({ place, statement }) =>
    [...listOf(statement.Resource), ...listOf(statement.NotResource)]
      .filter((resource) => resource.includes('${'))
      .map((resource) => `${place}: ${resource}`),
  );
}
