/**
 * What whoever decides about the templates can do all the same, because it is what deployments are for: within the
 * environment, and up to its boundaries.
 */
export interface Inherent {
  /** As the steps are told: `widens role: attach-role-policy`. */
  readonly steps: readonly string[];
  readonly because: string;
}

export const inherent: readonly Inherent[] = [
  {
    steps: [
      'widens role: attach-role-policy',
      'widens role: create-policy-version',
      'widens user: attach-user-policy',
      'widens user: create-policy-version',
      'widens user: take-denial-from-user',
      'unbounds role: change-role-boundary',
      'unbounds user: change-user-boundary',
    ],
    because:
      'Policies of roles and users are written by templates. They give no more than a boundary of the environment allows, and one boundary of the environment can only be exchanged for another of its kind.',
  },
  {
    steps: [
      'becomes role: pass-role',
      'becomes role: pass-role-to-event-target',
      'becomes role: pass-role-to-log-delivery',
      'becomes role: pass-role-to-new-function',
      'becomes role: pass-role-to-other-function',
      'becomes role: take-name-of-role',
      'becomes role: update-assume-role-policy',
      'becomes role: update-function-code',
      'becomes role: update-function-configuration',
      'becomes user: take-name-of-user',
      'drives role: invoke-function',
      'drives role: rotate-secret',
    ],
    because:
      'Whom a role trusts and what code a function runs is written by templates: who writes them can act as every consumer and every function of the environment, within its boundary.',
  },
  {
    steps: [
      'opens bucket: change-bucket-access',
      'opens bucket: change-bucket-policy',
      'opens function: change-function-policy',
      'opens key: put-key-policy',
      'opens parameter: change-parameter',
      'opens queue: change-queue-policy',
      'opens secret: change-secret-policy',
      'opens topic: change-topic-policy',
    ],
    because:
      'The policies of the environment’s own buckets, keys, secrets, functions, queues and topics stand in templates, and so can be made to let others in.',
  },
  {
    steps: ['copies bucket: change-bucket-encryption', 'copies secret: copy-secret'],
    because:
      'Under which key buckets and secrets are stands in templates: what is written from then on can be put under a key of others.',
  },
];
