/** A sentence at the top of an environment. */
export interface Finding {
  /** `open`: somebody outside of the account reaches something; `anyone`: everybody does. */
  readonly tone: 'plain' | 'open' | 'anyone';
  readonly text: string;
}
