import type { z } from 'zod';

import { type Finding, type Path, valueAt } from './finding';
import { describeHidden, isSecretName, quote } from './secret-like';

/** A text for people, or a value that a team names itself: counted when refused, not repeated. */
function isFree(path: Path): boolean {
  const names = path.filter((part) => typeof part !== 'number');
  const last = names.at(-1);
  if (last === 'description' || last === 'reason') return true;
  const named = names.findIndex((part) => part === 'fields' || part === 'settings');
  if (named < 0) return false;
  return names.length === named + 2 || (names.length > named + 2 && last === 'value');
}

/** What was found, in words fit for a log. */
function describe(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return value.length > 200 || isFree(path) || isSecretName(String(path.at(-1)))
        ? describeHidden(value)
        : quote(value);
    case 'number':
    case 'bigint':
      return isFree(path) ? 'a number' : String(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `a list of ${String(value.length)}` : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

function unknownField(path: Path): Finding {
  return {
    path,
    found: 'a field that does not exist',
    allowed: 'only fields of lib/config/parameters.ts; check the spelling',
  };
}

function shapeFinding(issue: z.core.$ZodIssue, configuration: unknown): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField([...issue.path, key]));
  }
  // A record reports a bad key at the key itself, where the value would be misleading.
  if (issue.code === 'invalid_key') {
    return [
      {
        path: issue.path,
        found: `the name ${quote(String(issue.path.at(-1)))}`,
        allowed: issue.issues[0]?.message ?? issue.message,
      },
    ];
  }
  const found = describe(valueAt(configuration, issue.path), issue.path);
  // The one mistake for which the schema has no words of its own.
  const isNoObject = issue.code === 'invalid_type' && issue.message.startsWith('Invalid input');
  return [
    {
      path: issue.path,
      found,
      allowed: isNoObject ? 'an object with the fields of lib/config/parameters.ts' : issue.message,
    },
  ];
}

/** Fields named `__proto__`, which zod leaves out of records without a word. */
function prototypeFields(value: unknown, path: Path = [], above: readonly unknown[] = []): Finding[] {
  if (typeof value !== 'object' || value === null || above.includes(value)) return [];
  return Reflect.ownKeys(value).flatMap((key) =>
    key === '__proto__'
      ? [unknownField([...path, key])]
      : prototypeFields(valueAt(value, [key]), [...path, Array.isArray(value) ? Number(key) : key], [...above, value]),
  );
}

/** The mistakes in the shape of what was written, one for each place. */
export function shapeFindings(issues: readonly z.core.$ZodIssue[], configuration: unknown): Finding[] {
  const byPlace = new Map<string, Finding>();
  const all = [...issues.flatMap((issue) => shapeFinding(issue, configuration)), ...prototypeFields(configuration)];
  for (const finding of all) {
    const place = JSON.stringify(finding.path.map(String));
    if (!byPlace.has(place)) byPlace.set(place, finding);
  }
  return [...byPlace.values()];
}
