/** A review cannot be made: something about its two sides or its grants is wrong, and the message says what to do. */
export class ReviewError extends Error {
  override readonly name = 'ReviewError';
}
