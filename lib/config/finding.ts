import type { DeviableRule } from './deviable-rules';
import { knownSecretIn, looksGenerated } from './secret-like';

export type Path = readonly PropertyKey[];

/** One mistake in the configuration. */
export interface Finding {
  /** Where it stands, from the configuration's root. */
  readonly path: Path;
  /** What was found, in words fit for a log: never a value that may be secret. */
  readonly found: string;
  /** Completes the sentence "allowed: …". */
  readonly allowed: string;
  /** The rule by which the tier refuses it, when a deviation may allow it. */
  readonly deviable?: DeviableRule;
}

/** A secret can stand in the place of a name too. */
function mayBePrinted(text: string): boolean {
  return text.length <= 100 && knownSecretIn(text) === undefined && !looksGenerated(text);
}

/** A path in which no part is secret. */
function printable(path: Path): Path {
  return path.map((part) => (typeof part === 'number' || mayBePrinted(String(part)) ? part : '(not printed)'));
}

export function formatPath(path: Path): string {
  if (path.length === 0) return 'the whole configuration';
  return printable(path)
    .map((part, index) => (typeof part === 'number' ? `[${String(part)}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The value at a path, or undefined when the path leaves what is there. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (isObject(value) ? Reflect.get(value, part) : undefined), root);
}

/** The names of environment, workload and entry along a path, because an index alone is hard to find in a long file. */
function namesAlong(root: unknown, path: Path): string[] {
  return path.flatMap((_, index) => {
    const name = valueAt(root, [...path.slice(0, index + 1), 'name']);
    return typeof name === 'string' && mayBePrinted(name) ? [name] : [];
  });
}

/** Every mistake of every environment in one error. Thrown before any construct is made. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  readonly findings: readonly Finding[];

  constructor(
    findings: readonly Finding[],
    readonly file: string,
    configuration: unknown,
  ) {
    const count = findings.length === 1 ? '1 mistake' : `${String(findings.length)} mistakes`;
    const entries = findings.map((finding, index) => {
      const names = namesAlong(configuration, finding.path).join(' / ');
      return [
        `${String(index + 1).padStart(3)}. ${formatPath(finding.path)}${names === '' ? '' : `  (${names})`}`,
        `       found:   ${finding.found}`,
        `       allowed: ${finding.allowed}`,
        `       change:  ${file}`,
        ...(finding.deviable === undefined
          ? []
          : [`       or:      a deviation from '${finding.deviable}' with a reason and an end date, in the same file`]),
      ].join('\n');
    });
    super(`${count} in ${file}; nothing was synthesized.\n\n${entries.join('\n\n')}\n`);
    this.findings = findings.map((finding) => ({ ...finding, path: printable(finding.path) }));
  }
}
