import { type Life, lives } from './lives';

/** A place in our own source, and what stands there in a copy with the bug. */
export interface Change {
  /** Below `lambda/`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly correct: string;
  readonly wrong: string;
}

/** One bug that a published rotation has, or one guard of ours taken away. */
export interface KnownBug {
  readonly bug: string;
  /** Several where more than one guard of ours stands against it. */
  readonly changes: readonly Change[];
  /** In which the bug shows. */
  readonly life: Life;
  /** What the invariants say of it, as a life may break for many reasons. */
  readonly found: RegExp;
}

/** Without a thought of when the key was used last. */
const asksForNoUse: Change = {
  file: 'access-keys/retirement.ts',
  correct: `if (lastUse === undefined) return { due: 'postponed', because: 'use-unknown' };
  const isIdle = lastUse.at === undefined || now.getTime() - lastUse.at.getTime() >= idleTime;`,
  wrong: 'const isIdle = true;',
};

/** Without the look at the labels right before a key is stopped or deleted. */
const touchesAnything: Change = {
  file: 'reconcile-secrets/work.ts',
  correct: 'if (isStillUnused(this.facts.description, await this.ports.store.describe(), versionId)) return true;',
  wrong: 'await this.ports.store.describe();\n    if (versionId !== this.facts.secret) return true;',
};

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
    changes: [
      {
        file: 'access-keys/accounting.ts',
        correct: "isOfLostCall(key, strangers, bookkeeping) ? 'orphan' : 'foreign'",
        wrong: "'foreign'",
      },
    ],
    life: lives.ordinary,
    found: /rotations finished/u,
  },
  {
    bug: 'Vault, Infisical, GSA: both slots taken, so whatever is not current is deleted unasked',
    changes: [
      {
        file: 'rotate-access-key/clear-slot.ts',
        correct: 'if (!slots.isEmergency) throw refusal(slots, oldest);',
        wrong: '',
      },
    ],
    life: lives.tooEarly,
    found: /in its overlap/u,
  },
  {
    bug: 'Infisical, sample: the new key is promoted untested',
    changes: [
      {
        file: 'rotate-access-key/prove-key.ts',
        correct: 'const rounds = 3;',
        wrong: 'const rounds = 0;',
      },
    ],
    life: lives.ordinary,
    found: /does not work/u,
  },
  {
    bug: 'stdlib: one success counts as working',
    changes: [
      {
        file: 'rotate-access-key/prove-key.ts',
        correct: 'const rounds = 3;',
        wrong: 'const rounds = 1;',
      },
    ],
    life: lives.ordinary,
    found: /does not work/u,
  },
  {
    bug: 'pdarg: a key that could not be stored is left behind',
    changes: [
      {
        file: 'rotate-access-key/create-key.ts',
        correct: 'await removeKey(keys, key.id);',
        wrong: 'void keys;',
      },
    ],
    life: lives.ordinary,
    found: /rotations finished/u,
  },
  {
    bug: 'CreateAccessKey is asked again after a lost answer',
    changes: [
      {
        file: 'rotate-access-key/create-key.ts',
        correct: "wasRefused(error, 'throttled') && attempt < creations",
        wrong: "wasRefused(error, 'throttled', 'unknown-outcome') && attempt < creations",
      },
    ],
    life: lives.ordinary,
    found: /rotations finished/u,
  },
  {
    bug: 'a try makes a second key although the first is stored',
    changes: [
      {
        file: 'rotate-access-key/create-key.ts',
        correct: 'if (pending !== undefined) {',
        wrong: 'if (false as boolean && pending !== undefined) {',
      },
    ],
    life: lives.ordinary,
    found: /rotations finished/u,
  },
  {
    bug: 'stdlib: the old key is deactivated without an overlap',
    changes: [
      {
        file: 'access-keys/retirement.ts',
        correct: "if (age < rules.overlapDays * day) return { due: 'nothing' };",
        wrong: '',
      },
    ],
    life: lives.ordinary,
    found: /in its overlap/u,
  },
  {
    bug: 'amplify, Maurice: the old key is deleted without having been watched inactive',
    changes: [
      {
        file: 'access-keys/retirement.ts',
        correct: "if (now.getTime() - milliseconds(since) < watch) return { due: 'nothing' };",
        wrong: '',
      },
    ],
    life: lives.ordinary,
    found: /in its watch/u,
  },
  {
    bug: 'Maurice: whatever is not current is old, pending keys too',
    changes: [
      { file: 'access-keys/accounting.ts', correct: "if (stages.includes(PENDING)) return 'pending';", wrong: '' },
      touchesAnything,
    ],
    life: lives.unfinished,
    found: /although it is current or pending/u,
  },
  {
    bug: 'Maurice, pdarg: an event of a rotation that is over is carried out, with what is pending by now',
    changes: [
      {
        file: 'rotation/run-step.ts',
        correct: 'if (!hasStage(description, token, PENDING)) {',
        wrong: 'if (false as boolean) {',
      },
      {
        file: 'rotation/versions.ts',
        correct: 'return await store.read(versionId, stage);',
        wrong: 'return await store.read(versionWith(await store.describe(), stage) ?? versionId, stage);',
      },
    ],
    life: lives.late,
    found: /of the finished rotation writes/u,
  },
  {
    bug: 'amplify: the old key goes before the promotion',
    changes: [
      {
        file: 'rotate-access-key/rotate.ts',
        correct: 'readCredentials(await readPending(context, this.ports), this.specification);',
        wrong: `readCredentials(await readPending(context, this.ports), this.specification);
      const before = await readCurrent(this.ports.store, context.description);
      if (before !== undefined) await this.ports.keys.delete(readCredentials(before, this.specification).accessKeyId);`,
      },
    ],
    life: lives.ordinary,
    found: /although it is current or pending/u,
  },
  {
    bug: 'GSA: the key is made before it is known whether it can be stored',
    changes: [
      {
        file: 'rotate-access-key/create-key.ts',
        correct: 'await this.assertEncryptionKeyEnabled(context);',
        wrong: '',
      },
    ],
    life: lives.encryptionOff,
    found: /could not be stored/u,
  },
  {
    bug: 'tblakex01: a failed PutSecretValue deletes the key that may have been stored',
    changes: [
      {
        file: 'rotate-access-key/create-key.ts',
        correct: 'const version = await readStored(this.ports, context.token, PENDING).catch(() => {',
        wrong: 'const version = await Promise.resolve<SecretVersion | undefined>(undefined).catch(() => {',
      },
      {
        file: 'rotate-access-key/create-key.ts',
        correct: "if (version === undefined && wasRefused(error, 'unknown-outcome')) throw error;",
        wrong: '',
      },
    ],
    life: lives.ordinary,
    found: /although it is current or pending/u,
  },
  {
    bug: 'willdady, Vault: a key in use is deactivated when its time is over',
    changes: [asksForNoUse],
    life: lives.straggler,
    found: /although it was used a moment ago/u,
  },
  {
    bug: 'sample: a failed lookup of the last use counts as never used',
    changes: [
      {
        file: 'reconcile-secrets/access-key-tick.ts',
        correct: '{ keyId: id, error: error.message });\n      return undefined;',
        wrong: '{ keyId: id, error: error.message });\n      return {};',
      },
    ],
    life: lives.noLastUse,
    found: /although it was used a moment ago/u,
  },
  {
    bug: 'sample, Vault, Infisical, willdady: a key that somebody else made is cleaned up',
    changes: [
      {
        file: 'rotate-access-key/clear-slot.ts',
        correct: "case 'foreign':\n      return false;",
        wrong: "case 'foreign':\n      return standing === 'foreign';",
      },
    ],
    life: lives.foreignKey,
    found: /although a person made it/u,
  },
  {
    bug: 'pdarg: whatever nobody knows counts as left over by the rotation',
    changes: [
      {
        file: 'access-keys/accounting.ts',
        correct: "isOfLostCall(key, strangers, bookkeeping) ? 'orphan' : 'foreign'",
        wrong: "'orphan'",
      },
    ],
    life: lives.foreignKey,
    found: /although a person made it/u,
  },
  {
    bug: 'Vault, Infisical, GSA: the oldest key is taken for the old one, and it is the current one',
    changes: [
      {
        file: 'rotate-access-key/clear-slot.ts',
        correct: "accounted.filter(({ standing }) => standing !== 'current')",
        wrong: 'accounted.slice()',
      },
      {
        file: 'rotate-access-key/clear-slot.ts',
        correct: '() => slots.isStillUnused(record?.versionId)',
        wrong: '() => Promise.resolve(true)',
      },
    ],
    life: lives.emergency,
    found: /although it is current/u,
  },
  {
    bug: 'Maurice: the key that was current goes, used or not, whatever is current by now',
    changes: [
      { file: 'access-keys/accounting.ts', correct: "if (stages.includes(CURRENT)) return 'current';", wrong: '' },
      touchesAnything,
      asksForNoUse,
    ],
    life: lives.ordinary,
    found: /although it is current/u,
  },
  {
    bug: 'stdlib: the key of an abandoned rotation stays for ever',
    changes: [
      {
        file: 'reconcile-secrets/plan.ts',
        correct: 'if (facts.now.getTime() - Date.parse(record.abandonedAt) < abandonment) return {};',
        wrong: 'if (Date.parse(record.abandonedAt) > 0) return {};',
      },
    ],
    life: lives.abandoned,
    found: /is left over/u,
  },
];
