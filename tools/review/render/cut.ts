/** A part of a page. */
export interface Part {
  readonly lines: readonly string[];
  /** What is left out when there is no room for it. */
  readonly what: string;
}

function sizeOf(lines: readonly string[]): number {
  return Buffer.byteLength(lines.join('\n')) + 1;
}

/** Room for the line that says what was left out. */
const reserve = 400;

/**
 * The parts in their order, as far as they fit; what does not is named, never left out silently.
 *
 * @param limit in bytes, of the whole
 * @param elsewhere where all of it stands
 */
export function fitted(parts: readonly Part[], limit: number, elsewhere: string): string {
  const kept: string[] = [];
  const left: string[] = [];
  let size = 0;
  for (const { lines, what } of parts) {
    const own = sizeOf(lines);
    if (size + own <= limit - reserve) {
      kept.push(...lines);
      size += own;
    } else {
      left.push(what);
    }
  }
  if (left.length === 0) return `${kept.join('\n')}\n`;
  const some = left.slice(0, 5).join(', ');
  const more = left.length > 5 ? ` and ${String(left.length - 5)} further parts` : '';
  return `${kept.join('\n')}\n\n**Left out, because it is too long for this place: ${some}${more}.** ${elsewhere}\n`;
}
