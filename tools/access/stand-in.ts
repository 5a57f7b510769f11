/** Says what stands for a function of a template of whose result nobody knows before a deployment. */
export type StandIn = (call: Readonly<Record<string, unknown>>) => string;

/** Begins what stands for something unknown. */
export const standInMark = 'unknown-';

/** Whether a text says something that nobody knows. */
export function isStandIn(text: string): boolean {
  return text.includes(standInMark);
}
