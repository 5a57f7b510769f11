import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

import type { Judged } from './finding';
import { ReviewError } from './review-error';

/** As long as a deviation of the configuration: what is wanted for ever is decided anew each year. */
const longestDays = 366;

const isDay = (value: string) => {
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
};

const grant = z.strictObject({
  /** As the review prints it. */
  fingerprint: z.string().regex(/^(access|data|environment|guard|stacks)-[0-9a-f]{20}$/, {
    error: 'copy it from the review: access-, data-, environment-, guard- or stacks- and 20 digits',
  }),
  environment: z.string().min(1),
  /** Why it is wanted, for whoever reads it in a year. */
  reason: z.string().trim().min(10, { error: 'say in a sentence why this is wanted' }),
  /** The last day on which it holds, in UTC. */
  expires: z
    .string({ error: 'a day, as 2026-12-31' })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a day, as 2026-12-31' })
    .refine(isDay, { error: 'a day that is in the calendar' }),
});

export type Grant = z.infer<typeof grant>;

const grantsFile = z.strictObject({ grants: z.array(grant).nullable() });

/**
 * Reads `security-grants.yaml`.
 *
 * @param file its name, for messages
 * @throws ReviewError that names the file and the entry, what was found there, and what is allowed
 */
export function readGrants(text: string, file: string): Grant[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new ReviewError(`${file}:${String(line)}: ${broken.message}`);
  }
  // A file with nothing but comments grants nothing.
  if (document.contents === null) return [];
  const read = grantsFile.safeParse(plain(document, file));
  if (!read.success) {
    const told = read.error.issues.map(
      ({ path, message }) => `  ${path.map(String).join('.') || 'the file'}: ${message}`,
    );
    throw new ReviewError(`${file} is not understood:\n${told.join('\n')}`);
  }
  const grants = read.data.grants ?? [];
  const twice = grants.find((one, index) => grants.findIndex((other) => isFor(other, one)) !== index);
  if (twice !== undefined) {
    throw new ReviewError(`${file} grants ${twice.fingerprint} in ${twice.environment} twice: remove one of them`);
  }
  return grants;
}

function plain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new ReviewError(`${file} has an alias (*name): write out what it stands for`, { cause });
  }
}

function isFor(one: Pick<Grant, 'fingerprint' | 'environment'>, other: Pick<Grant, 'fingerprint' | 'environment'>) {
  return one.fingerprint === other.fingerprint && one.environment === other.environment;
}

/** What a review comes to. */
export interface Outcome {
  readonly passes: boolean;
  /** Findings without an entry that holds. */
  readonly missing: readonly Judged[];
  readonly granted: readonly { readonly finding: Judged; readonly grant: Grant }[];
  /** Entries that are over, or reach too far ahead. */
  readonly outdated: readonly Grant[];
  /** Entries for what the change does not do. */
  readonly unused: readonly Grant[];
}

function holdsOn(today: Date, { expires }: Grant): boolean {
  const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  const days = (Date.parse(`${expires}T00:00:00Z`) - start) / 86_400_000;
  return days >= 0 && days <= longestDays;
}

/** Holds the findings of a review against what was granted. */
export function outcomeOf(findings: readonly Judged[], grants: readonly Grant[], today: Date): Outcome {
  const outdated = grants.filter((one) => !holdsOn(today, one));
  const holding = grants.filter((one) => !outdated.includes(one));
  const granted = findings.flatMap((finding) => {
    const found = holding.find((one) => isFor(one, finding));
    return found === undefined ? [] : [{ finding, grant: found }];
  });
  const missing = findings.filter((finding) => !granted.some((one) => one.finding === finding));
  const unused = holding.filter((one) => !findings.some((finding) => isFor(one, finding)));
  return {
    passes: missing.length === 0 && outdated.length === 0 && unused.length === 0,
    missing,
    granted,
    outdated,
    unused,
  };
}

/** A text of YAML in which every sign can be seen. */
function asciiText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Days for which an entry is proposed. */
const proposedDays = 30;

/** The entries to add to `security-grants.yaml`, without a reason: nobody but people can give it. */
export function entriesFor(findings: readonly Judged[], today: Date): string {
  const expires = new Date(today.getTime() + proposedDays * 86_400_000).toISOString().slice(0, 10);
  const once = new Map(findings.map((one) => [`${one.environment} ${one.fingerprint}`, one]));
  return [...once.values()]
    .flatMap(({ fingerprint, environment }) => [
      `  - fingerprint: ${fingerprint}`,
      `    environment: ${asciiText(environment)}`,
      `    reason: ""`,
      `    expires: ${expires}`,
    ])
    .join('\n');
}
