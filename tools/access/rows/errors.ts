/** The access of an assembly cannot be told: something in it is not understood, or two evaluators disagree. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}
