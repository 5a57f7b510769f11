/** A cost cannot be said; the message tells what to change. */
export class CostError extends Error {
  override readonly name = 'CostError';
}
