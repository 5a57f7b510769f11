import type { Access } from '../../../../tools/access/completeness/access';
import type { Condition } from '../../../../tools/access/rows/access-row';
import { always } from './conditions';

/** Who may do what, as it was declared. */
export interface Expected {
  /** ARN, account, name of a service, or `*`. */
  readonly who: string;
  readonly may: readonly Access[];
}

/** Each of the actions on each of the resources. */
export function may(
  actions: readonly string[],
  resources: string | readonly string[],
  conditions: Condition = always,
): Access[] {
  return [resources].flat().flatMap((resource) => actions.map((action) => ({ action, resource, conditions })));
}

/** AWS tells everybody who signs who they are, and no policy can refuse it. */
export const whoAmI = may(['sts:GetCallerIdentity'], '*');
