import type { PolicyDocument, Resource, Stack, Statement } from '../../../tools/access/template';

/** A resource of the stacks, changed. @throws Error unless exactly one fits: a change of nothing proves nothing */
export function changed(
  stacks: readonly Stack[],
  fits: (resource: Resource) => boolean,
  change: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): readonly Stack[] {
  let count = 0;
  const result = stacks.map((stack) => ({
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).map(([logicalId, resource]) => {
          if (!fits(resource)) return [logicalId, resource];
          count += 1;
          return [logicalId, { ...resource, Properties: change(resource.Properties ?? {}) }];
        }),
      ),
    },
  }));
  if (count !== 1) throw new Error(`${String(count)} resources fit instead of one`);
  return result;
}

/** The statements of the policy in a property, changed. */
export function withStatements(
  property: string,
  change: (statements: readonly Statement[]) => readonly Statement[],
): (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> {
  return (properties) => {
    const document = properties[property] as PolicyDocument;
    return { ...properties, [property]: { ...document, Statement: change(document.Statement) } };
  };
}

export function describedAs(type: string, description: string): (resource: Resource) => boolean {
  return ({ Type, Properties }) => Type === type && Properties?.Description === description;
}

/** The policy with one statement changed. @throws Error when it has none of that name */
export function inStatement(sid: string, change: (statement: Statement) => Statement) {
  return (statements: readonly Statement[]): readonly Statement[] => {
    if (!statements.some((statement) => statement.Sid === sid)) throw new Error(`there is no statement ${sid}`);
    return statements.map((statement) => (statement.Sid === sid ? change(statement) : statement));
  };
}
