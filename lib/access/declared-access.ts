import { everything, type Consumer, type FileVerb } from '../config/consumers';
import type { Customer, Workload } from '../config/parameters';

/**
 * One thing that one consumer may do. Statements, documentation and the proof's expectation are made from these rows
 * and from nothing else.
 */
export type AccessRow =
  | { readonly verb: FileVerb; readonly prefix: string }
  | { readonly verb: 'read-secret'; readonly secret: string }
  | { readonly verb: 'read-settings' }
  | { readonly verb: 'assume-role'; readonly customer: Customer };

/** What a consumer may do, in the order of the configuration. */
export function declaredAccess(consumer: Consumer, workload: Workload): AccessRow[] {
  const { access } = consumer;
  const secrets = access.secrets === everything ? [everything] : (access.secrets ?? []);
  const customers = workload.customers.filter(
    ({ name }) => access.customers === everything || access.customers?.includes(name),
  );
  return [
    ...access.files.flatMap(({ prefix, verbs }) => verbs.map((verb) => ({ verb, prefix }))),
    ...secrets.map((secret) => ({ verb: 'read-secret' as const, secret })),
    ...(access.settings ? [{ verb: 'read-settings' as const }] : []),
    ...customers.map((customer) => ({ verb: 'assume-role' as const, customer })),
  ];
}

/** Whether a consumer touches objects, and so needs the data key through S3. */
export function usesFiles(consumer: Consumer): boolean {
  return consumer.access.files.some(({ verbs }) => verbs.some((verb) => verb === 'read' || verb === 'write'));
}

/** Whether a consumer may read a secret. */
export function readsSecret(consumer: Consumer, secret: string): boolean {
  const { secrets } = consumer.access;
  return secrets === everything || (secrets?.includes(secret) ?? false);
}

export function readsAnySecret(consumer: Consumer): boolean {
  return consumer.access.secrets !== undefined;
}
