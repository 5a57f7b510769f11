/** One bug that a published rotation has, or one guard of ours taken away, as a change of our own source. */
export interface KnownBug {
  readonly bug: string;
  /** Below `lambda/`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly correct: string;
  readonly wrong: string;
}

/**
 * The names of the tools are those of the table "How known implementations fail" that this rotation was designed after.
 *
 * @see https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas (template)
 * @see https://github.com/aws-samples/aws-iam-access-key-auto-rotation (sample)
 * @see https://github.com/hashicorp/vault/blob/main/builtin/logical/aws/rotation.go (Vault)
 * @see https://github.com/hashicorp/go-secure-stdlib/blob/main/awsutil/rotate.go (stdlib)
 * @see https://github.com/pdarg/aws-accesskey-rotator (pdarg)
 */
export const knownBugs: readonly KnownBug[] = [
  {
    bug: 'template: a key of a lost CreateAccessKey answer stays for ever',
    file: 'access-keys/accounting.ts',
    correct: "isOfLostCall(key, bookkeeping) ? 'orphan' : 'foreign'",
    wrong: "'foreign'",
  },
  {
    bug: 'Vault, Infisical, GSA: both slots taken, so whatever is not current is deleted unasked',
    file: 'rotate-access-key/clear-slot.ts',
    correct: 'if (!slots.isEmergency) throw refusal(slots, oldest);',
    wrong: '',
  },
  {
    bug: 'Infisical, sample: the new key is promoted untested',
    file: 'rotate-access-key/prove-key.ts',
    correct: 'const rounds = 3;',
    wrong: 'const rounds = 0;',
  },
  {
    bug: 'stdlib: one success counts as working',
    file: 'rotate-access-key/prove-key.ts',
    correct: 'const rounds = 3;',
    wrong: 'const rounds = 1;',
  },
  {
    bug: 'pdarg: a key that could not be stored is left behind',
    file: 'rotate-access-key/create-key.ts',
    correct: 'await removeKey(keys, key.id);',
    wrong: 'void keys;',
  },
  {
    bug: 'CreateAccessKey is asked again after a lost answer',
    file: 'rotate-access-key/create-key.ts',
    correct: "wasRefused(error, 'throttled') && attempt < creations",
    wrong: "wasRefused(error, 'throttled', 'unknown-outcome') && attempt < creations",
  },
  {
    bug: 'a try makes a second key although the first is stored',
    file: 'rotate-access-key/create-key.ts',
    correct: 'if (pending !== undefined) {',
    wrong: 'if (false as boolean && pending !== undefined) {',
  },
  {
    bug: 'stdlib: the old key is deactivated without an overlap',
    file: 'access-keys/retirement.ts',
    correct: "if (age < rules.overlapDays * day) return { due: 'nothing' };",
    wrong: '',
  },
  {
    bug: 'amplify, Maurice: the old key is deleted without having been watched inactive',
    file: 'access-keys/retirement.ts',
    correct: "if (now.getTime() - milliseconds(since) < rules.watchDays * day) return { due: 'nothing' };",
    wrong: '',
  },
  {
    bug: 'Maurice: whatever is not current is old, pending keys too',
    file: 'access-keys/accounting.ts',
    correct: "if (stages.includes(PENDING)) return 'pending';",
    wrong: '',
  },
];
