import { SimulationError } from '../../tools/access/simulator/simulate';
import { deployedTypesOf } from '../../lib/stacks/deployed-types';
import { callsFor, resourcesIn } from './support/calls-of-resources';
import { permissionsOf } from './support/handlers';
import { deletions, notGranted } from './support/not-granted';
import { type Call, everything, judge, type World, worldOf } from './support/world';

/**
 * Every call that AWS says its handlers make, on every resource of every template: CloudFormation's role may make it, or
 * a table says why a deployment does not miss it.
 */

jest.setTimeout(300_000);

async function isAllowed(world: World, call: Call): Promise<boolean> {
  try {
    return (await judge(world, call, 'together')) === 'Allowed';
  } catch (error) {
    // An action that is not made on this resource, which its type has no property for.
    if (error instanceof SimulationError) return false;
    throw error;
  }
}

/** The answers to the calls of each kind: `AWS::S3::Bucket s3:CreateBucket`. */
async function answersIn(world: World): Promise<Map<string, Set<boolean>>> {
  const found = new Map<string, Set<boolean>>();
  for (const entry of resourcesIn(world)) {
    const type = entry.resource.Type;
    for (const action of new Set(permissionsOf(type).map((permission) => permission.action))) {
      const kind = `${type} ${action}`;
      const answers = found.get(kind) ?? new Set();
      found.set(kind, answers);
      for (const call of callsFor(world, entry, action)) answers.add(await isAllowed(world, call));
    }
  }
  return found;
}

const listed = new Set(
  notGranted.flatMap(({ actions }) =>
    Object.entries(actions).flatMap(([type, names]) => names.map((action) => `${type} ${action}`)),
  ),
);

/** Deletions of what the environment keeps. */
function keptIn({ environment }: World): Set<string> {
  const types = deployedTypesOf(environment);
  return new Set(
    Object.entries(deletions).flatMap(([type, actions]) =>
      types.get(type)?.deletes === true ? [] : actions.map((action) => `${type} ${action}`),
    ),
  );
}

const known = new Map<World, Promise<Map<string, Set<boolean>>>>();

function answersOf(world: World): Promise<Map<string, Set<boolean>>> {
  const answers = known.get(world) ?? answersIn(world);
  known.set(world, answers);
  return answers;
}

it.each(everything.map((environment) => [environment.name, environment] as const))(
  'lets a deployment of %s do what its resources take, and nothing of what is listed as not granted',
  async (_name, environment) => {
    const world = worldOf(environment);
    const kept = keptIn(world);
    const answers = await answersOf(world);
    const wrong = [...answers].flatMap(([kind, all]) => {
      const isRefused = listed.has(kind) || kept.has(kind);
      return all.has(isRefused) ? [`${kind} is ${isRefused ? 'allowed' : 'refused'}`] : [];
    });
    expect(wrong).toEqual([]);
    expect(answers.size).toBeGreaterThan(200);
  },
);

it('lists nothing as not granted that no handler calls', async () => {
  const all = await Promise.all(everything.map((environment) => answersOf(worldOf(environment))));
  const seen = new Set(all.flatMap((answers) => [...answers.keys()]));
  expect([...listed].filter((kind) => !seen.has(kind))).toEqual([]);
});

it('gives a reason once for each', () => {
  const kinds = notGranted.flatMap(({ actions }) =>
    Object.entries(actions).flatMap(([type, names]) => names.map((action) => `${type} ${action}`)),
  );
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const { because } of notGranted) expect(because.split(' ').length).toBeGreaterThan(5);
});
