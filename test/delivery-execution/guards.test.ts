import { matchesAction } from '../../tools/access/actions';
import { SimulationError } from '../../tools/access/simulator/simulate';
import { listOf } from '../../tools/access/template';
import { callsFor, resourcesIn } from './support/calls-of-resources';
import { forbiddenIn } from './support/forbidden';
import { permissionsOf } from './support/handlers';
import { harmlessChanges } from './support/harmless-changes';
import { type Changed, changesOfWorld } from './support/weaker-policies';
import { type Call, everything, judge, type Layer, type World, worldOf } from './support/world';

/** Every statement, action, resource and condition is taken away once: a question notices it, or a table says why none can. */

jest.setTimeout(600_000);

interface Asked {
  readonly call: Call;
  readonly layer: Layer;
  readonly answer: string;
}

async function answer(world: World, call: Call, layer: Layer): Promise<string> {
  try {
    return await judge(world, call, layer);
  } catch (error) {
    if (error instanceof SimulationError) return 'not asked';
    throw error;
  }
}

/** The same question once. */
function distinct(calls: readonly Call[]): Call[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** Everything that is asked of a world, with the right answers. */
async function questionsOf(world: World): Promise<Asked[]> {
  const needed = resourcesIn(world).flatMap((entry) =>
    [...new Set(permissionsOf(entry.resource.Type).map(({ action }) => action))].flatMap((action) =>
      callsFor(world, entry, action),
    ),
  );
  const refused = forbiddenIn(world);
  const asked: { call: Call; layer: Layer }[] = [
    ...distinct([...needed, ...alsoNeeded(world)]).map((call) => ({ call, layer: 'together' as const })),
    ...refused.flatMap(({ calls }) => calls.map((call) => ({ call, layer: 'policies' as const }))),
    ...refused
      .filter(({ by }) => by === 'boundary too')
      .flatMap(({ calls }) => calls.map((call) => ({ call, layer: 'boundary' as const }))),
  ];
  const answers: Asked[] = [];
  for (const question of asked) {
    const found = await answer(world, question.call, question.layer);
    if (found !== 'not asked') answers.push({ ...question, answer: found });
  }
  return answers;
}

/** What templates take that is no resource. */
function alsoNeeded(world: World): Call[] {
  const { environment, assembly } = world;
  const partition = assembly.stacks[0]?.partition ?? '';
  const place = (region: string, service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${environment.account}:${resource}`;
  const regions = [...new Set(assembly.stacks.map(({ region }) => region))];
  return [
    ...resourcesIn(world)
      .filter(({ resource }) => resource.Type === 'AWS::Logs::DeliverySource')
      .flatMap((entry) => callsFor(world, entry, 's3:AllowVendedLogDeliveryForResource')),
    // AWS sends it with most calls, and promises it for some.
    {
      action: 'iam:CreatePolicy',
      resource: `arn:${partition}:iam::${environment.account}:policy/strongroom-${environment.name}-a`,
      lacks: ['aws:ResourceAccount'],
    },
    ...regions.map((region) => ({
      action: 'ssm:GetParameters',
      resource: place(region, 'ssm', `parameter/cdk-bootstrap/${environment.delivery.qualifier}/version`),
    })),
    {
      action: 'cloudformation:DescribeStacks',
      resource: place(environment.region, 'cloudformation', `stack/strongroom-${environment.name}-foundation/1`),
    },
    ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      action,
      resource: place(environment.region, 'kms', 'key/99999999-8888-7777-6666-555555555555'),
      context: {
        'kms:EncryptionContext:SecretARN': place(
          environment.region,
          'secretsmanager',
          `secret:any/${environment.name}/any-abcdef`,
        ),
        'kms:ViaService': `secretsmanager.${environment.region}.amazonaws.com`,
      },
    })),
  ];
}

function concerns({ statements }: Changed, { call }: Asked): boolean {
  return statements.some(({ Action }) => listOf(Action).some((pattern) => matchesAction(call.action, pattern)));
}

async function isNoticed(change: Changed, questions: Asked[]): Promise<boolean> {
  for (const [index, question] of questions.entries()) {
    if (!concerns(change, question)) continue;
    if ((await answer(change.world, question.call, question.layer)) === question.answer) continue;
    // What noticed this change will soon notice the next one.
    questions.unshift(...questions.splice(index, 1));
    return true;
  }
  return false;
}

/** The same for all environments. */
function withoutPlaces(name: string, { account, region, name: environment }: World['environment']): string {
  return name
    .replaceAll(account, '<account>')
    .replaceAll(region, '<region>')
    .replaceAll(new RegExp(`(?<=strongroom[-/]?|-|/)${environment}(?=[-/*])`, 'g'), '<environment>');
}

it('notices each change in one of the environments that together have everything', async () => {
  const unnoticed = new Set<string>();
  const noticed = new Set<string>();
  for (const environment of everything.filter(({ name }) => !['guest', 'lodger'].includes(name))) {
    const world = worldOf(environment);
    const questions = await questionsOf(world);
    for (const change of changesOfWorld(world)) {
      const name = withoutPlaces(change.name, environment);
      // One environment that notices it is enough.
      if (noticed.has(name)) continue;
      if (await isNoticed(change, questions)) noticed.add(name);
      else unnoticed.add(name);
    }
  }
  const surviving = [...unnoticed].filter((name) => !noticed.has(name)).sort();
  process.stderr.write(
    `guards of CloudFormation: ${String(noticed.size)} changes noticed, ${String(surviving.length)} known not to matter\n`,
  );
  expect(surviving.filter((name) => !harmlessChanges.some(({ change }) => change.test(name)))).toEqual([]);
  expect(harmlessChanges.filter(({ change }) => !surviving.some((name) => change.test(name)))).toEqual([]);
});
