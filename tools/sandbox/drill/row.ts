import { NotAsDeclared } from '../errors';

/** What became of one alarm or rule. */
export interface DrillRow {
  readonly kind: 'alarm' | 'rule';
  readonly name: string;
  readonly region: string;
  readonly rang: boolean;
  /** What made it ring. */
  readonly how: string;
  /** The first line of its message; empty where it speaks to nobody itself. */
  readonly text: string;
  /** Why it did not ring, or would not on AWS. */
  readonly why?: string;
}

/** The table that people read: one line for each, and what is wrong right below it. */
export function tableOf(rows: readonly DrillRow[]): string[] {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const home = rows[0]?.region;
  return [...rows]
    .sort((one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name))
    .flatMap(({ kind, name, region, rang, how, text, why }) => {
      const where = region === home ? '' : `in ${region}: `;
      const line = `${kind.padEnd(5)}  ${name.padEnd(width)}  ${rang ? 'rang  ' : 'SILENT'}  ${text || '(says nothing itself)'}`;
      const because = why === undefined ? [] : [`       why: ${why}`];
      return [line, `       by: ${where}${how}`, ...because];
    });
}

/** In one line. */
export function countOf(rows: readonly DrillRow[]): string {
  const of = (kind: DrillRow['kind']) => rows.filter((row) => row.kind === kind);
  const rang = (some: readonly DrillRow[]) => some.filter((row) => row.rang).length;
  const [alarms, rules] = [of('alarm'), of('rule')];
  return `${rang(alarms)} of ${alarms.length} alarms and ${rang(rules)} of ${rules.length} rules rang`;
}

/** @throws NotAsDeclared that tells of every one that did not ring, and why */
export function assertAllRang(rows: readonly DrillRow[]): void {
  const silent = rows.filter(({ rang }) => !rang);
  if (silent.length === 0) return;
  throw new NotAsDeclared(
    `${countOf(rows)}:\n${tableOf(silent).join('\n')}\n`,
    'Look at what is deployed of them, in lib/detection and in cdk.out; "npm test" walks the same ways',
  );
}
