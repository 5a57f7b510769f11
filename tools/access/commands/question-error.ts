/** A question about access names something that nothing has. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';

  constructor(sought: string, choices: readonly string[]) {
    const some = choices.slice(0, 12);
    const more = choices.length > some.length ? ` and ${String(choices.length - some.length)} more` : '';
    super(`there is no ${sought}${some.length === 0 ? '' : `; there is ${some.join(', ')}${more}`}`);
  }
}
