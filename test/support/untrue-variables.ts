import { isObject, type Resource } from '../../tools/access/template';

/** A function of a template that is told one thing that is not so. */
export interface UntrueVariable {
  /** `Environment.Variables.OVERLAP_DAYS untrue` */
  readonly what: string;
  readonly resource: Resource;
}

/** The value with one of its texts, numbers and switches changed, once for each. */
function* untrue(value: unknown): Generator {
  if (typeof value === 'string') yield `${value}2`;
  else if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'boolean') yield !value;
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of untrue(item)) yield value.with(index, changed);
    }
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      for (const changed of untrue(item)) yield { ...value, [name]: changed };
    }
  }
}

/** A number that a function is told stands alone; what has a structure is JSON. */
function* untrueText(text: string): Generator<string> {
  if (!/^[[{]/.test(text)) {
    yield `${text}2`;
    return;
  }
  for (const changed of untrue(JSON.parse(text))) yield JSON.stringify(changed);
}

/** The function once for each thing that it is told, with that untrue. Nothing for any other resource. */
export function* untrueVariables({ Type, Properties = {}, ...rest }: Resource): Generator<UntrueVariable> {
  const environment = Properties.Environment;
  if (Type !== 'AWS::Lambda::Function' || !isObject(environment) || !isObject(environment.Variables)) return;
  for (const [name, value] of Object.entries(environment.Variables)) {
    if (typeof value !== 'string') continue;
    for (const changed of untrueText(value)) {
      const Environment = { ...environment, Variables: { ...environment.Variables, [name]: changed } };
      yield {
        what: `Environment.Variables.${name} untrue`,
        resource: { ...rest, Type, Properties: { ...Properties, Environment } },
      };
    }
  }
}
