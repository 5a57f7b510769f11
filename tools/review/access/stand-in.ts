import { createHash } from 'node:crypto';

import { standInMark } from '../../access/stand-in';
import { canonicalText } from '../fingerprint';

/** Letters of a call that are worth reading. */
const readable = 48;

/**
 * What stands for a reference of which nobody knows before a deployment what it is: the same text for the same call, so
 * that it compares, and without any sign that policies read in another way.
 */
export function standInFor(call: Readonly<Record<string, unknown>>): string {
  const text = canonicalText(call);
  const words = text.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  if (words.length <= readable && !/[^\w\s":,{}[\].-]/.test(text)) return `${standInMark}${words}`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return `${standInMark}${words.slice(0, readable)}-${digest}`;
}
