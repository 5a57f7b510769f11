import type { Resource, Stack, Template } from '../../tools/access/template';
import type { Mutant } from './mutants';
import { worsePolicies } from './worse/documents';
import type { Part } from './worse/part';
import { newResources, worsePrincipals } from './worse/principals';
import { worseProperties } from './worse/properties';

/**
 * Copies of the stacks in which one thing says something worse than it did, as against being gone: that is what
 * `mutantsOf` is about.
 */

function* worseResource(stack: Stack, resource: Resource): Generator<Part<Resource>> {
  yield* worsePolicies(stack, resource);
  yield* worseProperties(resource);
  yield* worsePrincipals(stack, resource);
}

function firstOf({ template }: Stack, type: string): string | undefined {
  return Object.entries(template.Resources).find(([, { Type }]) => Type === type)?.[0];
}

function* additions(stack: Stack): Generator<Part<Template>> {
  const { template } = stack;
  const role = firstOf(stack, 'AWS::IAM::Role');
  const user = firstOf(stack, 'AWS::IAM::User');
  const ids = { ...(role === undefined ? {} : { role }), ...(user === undefined ? {} : { user }) };
  for (const { what, value } of newResources(stack, ids)) {
    yield { what, value: { ...template, Resources: { ...template.Resources, ...value } } };
  }
  const secret = firstOf(stack, 'AWS::SecretsManager::Secret');
  if (secret !== undefined) {
    const Value = { 'Fn::Sub': `{{resolve:secretsmanager:\${${secret}}:SecretString}}` };
    yield {
      what: 'an output with a secret',
      value: { ...template, Outputs: { ...template.Outputs, Leak: { Value } } },
    };
  }
}

/** Every such mutant of the stacks. */
export function* worseMutantsOf(stacks: readonly Stack[]): Generator<Mutant> {
  for (const [index, stack] of stacks.entries()) {
    const put = (template: Template) => stacks.with(index, { ...stack, template });
    const { Resources } = stack.template;
    for (const [id, original] of Object.entries(Resources)) {
      for (const { what, value } of worseResource(stack, original)) {
        yield {
          name: `${id}: ${what}`,
          kind: `${original.Type}: ${what}`,
          stacks: put({ ...stack.template, Resources: { ...Resources, [id]: value } }),
        };
      }
    }
    for (const { what, value } of additions(stack)) {
      yield { name: `${stack.name}: ${what}`, kind: `stack: ${what}`, stacks: put(value) };
    }
  }
}
