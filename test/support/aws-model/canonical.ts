import { createHash } from 'node:crypto';
import type { World } from './world';

const ids = /AKIAIOSF\d{8}|00000000-0000-4000-8000-0000\d{8}|CANARY\+secret\+of\+\d{8}|CANARY-value-\d{8}/gu;

/**
 * The same text for worlds that nothing can tell apart. Left out is only what nobody reads: the source of ids, and the
 * journal's fence, which is compared with that of a running holder and nobody runs between two events. Ids are named in
 * the order in which they appear, because the functions compare them for equality alone.
 */
export function canonical(world: World): string {
  const { sequence: _, journal, ...rest } = world;
  const { fence: __, leaseHolder, leaseUntil, ...rows } = journal;
  const isHeld = leaseHolder !== undefined && leaseUntil > world.now;
  const names = new Map<string, string>();
  const text = JSON.stringify([rest, rows, isHeld ? leaseUntil : 0]).replace(ids, (id) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  });
  return createHash('sha1').update(text).digest('base64');
}
