import { createHash } from 'node:crypto';

import type { Place } from '../config/names';
import { namePrefix } from './own-names';

/** Characters of the name of a rule. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const longestRuleName = 64;
const digestLength = 8;

/**
 * Name of the rule of a detection: the detection that watches over rules knows them by how their names begin.
 *
 * @param part counts the rules of one detection from zero
 */
export function ruleName(place: Pick<Place, 'name'>, detection: string, part: number): string {
  const name = `${namePrefix(place)}${detection}${part === 0 ? '' : `-${String(part + 1)}`}`;
  if (name.length <= longestRuleName) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, digestLength);
  return `${name.slice(0, longestRuleName - digestLength - 1)}-${digest}`;
}
