import type { Delivery, Environment } from '../config/parameters';

/** An environment that says who delivers to it. */
export type DeliveredEnvironment = Environment & { readonly delivery: Delivery };

export function isDelivered(environment: Environment): environment is DeliveredEnvironment {
  return environment.delivery !== undefined;
}

/** An environment was to be prepared for a delivery that its configuration does not describe. */
export class NotDeliveredError extends Error {
  override readonly name = 'NotDeliveredError';

  constructor(environment: string) {
    super(
      `environment ${environment} has no \`delivery\`: put qualifier, repository and identityProvider there in its configuration, or bootstrap it as the README says under "Deploy to AWS"`,
    );
  }
}

/** @throws NotDeliveredError */
export function delivered(environment: Environment): DeliveredEnvironment {
  if (!isDelivered(environment)) throw new NotDeliveredError(environment.name);
  return environment;
}
