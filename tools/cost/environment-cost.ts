import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { resolveStack } from '../access/resolve';
import type { Entry, Resource, Stack } from '../access/template';
import { CostError } from './cost-error';
import { type Charge, type CostTable, linesOf, type NotPriced } from './cost-table';
import type { Facts } from './facts';
import { resourceTypes } from './resource-types';
import type { Tier, Usage } from './usage';

function keysOf({ template }: Stack): Resource[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::KMS::Key');
}

/**
 * The tier of an environment, by what only its tier protects: production's stacks cannot be deleted, and in development
 * everything goes with its stack. Stacks without a key are not asked: who may deploy is protected in every tier.
 */
export function tierOf(stacks: readonly Stack[]): Tier {
  const keepers = stacks.filter((stack) => keysOf(stack).length > 0);
  if (keepers.some(({ terminationProtection }) => terminationProtection)) return 'production';
  const keys = keepers.flatMap(keysOf);
  return keys.some(({ DeletionPolicy }) => DeletionPolicy === 'Delete') ? 'development' : 'staging';
}

function resourcesOf(stacks: readonly Stack[]): Entry[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
}

/** @throws CostError for types of which nobody has said what they cost */
function assertKnown(environment: string, resources: readonly Entry[]): void {
  const unknown = resources.filter(({ resource }) => resourceTypes[resource.Type] === undefined);
  if (unknown.length === 0) return;
  const named = unknown.map(({ stack, logicalId, resource }) => `${resource.Type} (${stack.name}/${logicalId})`);
  throw new CostError(
    `what these resources of ${environment} cost is unknown: ${named.join(', ')}; add their types, with a price or with the reason why they are free, to tools/cost/resource-types.ts`,
  );
}

function isCharge(finding: Charge | NotPriced): finding is Charge {
  return 'price' in finding;
}

/**
 * What an environment costs a month.
 *
 * @throws CostError when it has a resource of a type that tools/cost/resource-types.ts does not know
 */
export function costOf(
  { name, stacks: synthesized }: Pick<SynthesizedEnvironment, 'name' | 'stacks'>,
  usage: Usage,
): CostTable {
  const stacks = synthesized.map((stack) => resolveStack(stack, synthesized));
  const [home] = stacks;
  if (home === undefined) throw new CostError(`environment ${name} has no stacks`);
  const resources = resourcesOf(stacks);
  assertKnown(name, resources);
  const facts: Facts = { stacks, usage };
  const findings = resources.flatMap((entry) => {
    const known = resourceTypes[entry.resource.Type];
    if (known === undefined || 'free' in known) return [];
    return known.cost(entry, facts).map((finding) => ({ type: entry.resource.Type, finding }));
  });
  const charges = findings.flatMap(({ type, finding }) => (isCharge(finding) ? [{ ...finding, type }] : []));
  const notPriced = findings.flatMap(({ finding }) => (isCharge(finding) ? [] : [[finding.what, finding] as const]));
  return {
    environment: name,
    tier: tierOf(stacks),
    account: home.account,
    region: home.region,
    usage,
    lines: linesOf(charges),
    // What several resources leave open alike is said once.
    notPriced: [...new Map(notPriced).values()],
  };
}
