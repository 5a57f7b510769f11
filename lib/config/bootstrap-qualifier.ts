/** Qualifier of `cdk bootstrap` when nobody chose another. */
const defaultQualifier = 'hnb659fds';

/** Something that is deployed by bootstrap roles. */
export interface Deployed {
  /** @default - by those that `cdk bootstrap` makes when nobody chose a qualifier */
  readonly delivery?: { readonly qualifier: string } | undefined;
}

/** What tells the bootstrap roles that deploy an environment from those of others. */
export function bootstrapQualifierOf({ delivery }: Deployed): string {
  return delivery?.qualifier ?? defaultQualifier;
}
