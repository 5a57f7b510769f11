import type { DeliveredEnvironment } from '../delivered';
import type { DeployedType } from './deployed-types';

/** As a policy writes them: operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A part of what CloudFormation's role may do. */
export interface Grant {
  /** Letters and digits; statements are told apart by it. */
  readonly sid: string;
  /** Exact: no action that AWS adds later is allowed by itself. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** @default - always */
  readonly conditions?: Conditions;
}

/** What CloudFormation's role needs for the resources of a type. */
export type Grants = (environment: DeliveredEnvironment, type: DeployedType) => readonly Grant[];

/** The actions of a service under their full names: `actionsOf('s3', 'CreateBucket')`. */
export function actionsOf(service: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}
