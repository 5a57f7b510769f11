import fixture from '../fixtures/handlers.json';

/** What CloudFormation does with a resource, as the registry names it. */
const verbs = ['create', 'read', 'update', 'delete', 'list', 'tagging'] as const;

type Verb = (typeof verbs)[number];

const types = fixture.types as Readonly<Record<string, Readonly<Partial<Record<Verb, readonly string[]>>>>>;

export const typesWithHandlers: readonly string[] = Object.keys(types);

/** The service as AWS writes it everywhere else. */
function asWritten(permission: string): string {
  const [service = '', name = ''] = permission.split(':');
  return `${service.toLowerCase()}:${name}`;
}

/** What AWS says that CloudFormation's handlers of a type may call, each once. */
export function permissionsOf(type: string): { readonly verb: Verb; readonly action: string }[] {
  const handlers = types[type];
  if (handlers === undefined) throw new Error(`the registry's handlers of ${type} are not in fixtures/handlers.json`);
  return verbs.flatMap((verb) =>
    [...new Set(handlers[verb] ?? [])].map((written) => ({ verb, action: asWritten(written) })),
  );
}
