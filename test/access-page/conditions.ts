import type { Condition } from '../../tools/access/rows/access-row';

export const when = (operator: string, key: string, ...values: string[]): Condition => ({ operator, key, values });
export const all = (...conditions: Condition[]): Condition => ({ all: conditions });
export const any = (...conditions: Condition[]): Condition => ({ any: conditions });
export const not = (condition: Condition): Condition => ({ not: condition });
