import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';

import { Deployment, type Subject, type Tell, type Tools } from './deployment';
import type { Fact } from './room/fact';
import type { LocalFile } from './room/workload-room';
import { momentsOf, whatIsDue } from './rotation/moments';
import { rotates, type RotationShow } from './rotation/rotation-show';

export interface RunOptions {
  /** To be stored in the room. */
  readonly files: readonly LocalFile[];
  readonly isKept: boolean;
  /** Whether every line of every command is printed. */
  readonly isVerbose: boolean;
}

/**
 * Takes one environment through the emulator, from its start to the last check, and shows the steps as they go.
 *
 * Whoever calls it stops the processes and removes the folder afterwards, however it ends.
 */
export async function runSteps(subject: Subject, options: RunOptions, tools: Tools): Promise<Deployment> {
  const deployment = new Deployment(subject, tools);
  const steps = new Steps(options, tools);
  const tasks = new Listr(tasksOf(deployment, subject, options, steps), {
    renderer: options.isVerbose ? 'verbose' : 'default',
    // Without a terminal: a line when a step begins, and one when it ends.
    fallbackRenderer: 'simple',
    fallbackRendererCondition: () => !options.isVerbose && !isTerminal(),
    // The program itself decides what Ctrl-C does: listr2 would exit before anything is cleaned up.
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
  try {
    await tasks.run();
  } catch (error) {
    // What a gate could not do any more is of no interest once something has failed.
    await deployment.endRotation().catch(() => undefined);
    throw tools.processes.interruption ?? steps.failure ?? error;
  }
  await deployment.endRotation();
  return deployment;
}

/** A terminal that tells its width; without a width every letter would get a line of its own. */
function isTerminal(): boolean {
  return process.stdout.isTTY && process.stdout.columns > 0;
}

/** Makes tasks that are measured, and that fail with one word in the list: the whole story is told once, below it. */
class Steps {
  public failure: unknown;
  private readonly isTold: boolean;

  public constructor(
    { isVerbose }: RunOptions,
    private readonly tools: Tools,
  ) {
    // A log has no use for hundreds of lines that a terminal shows for a moment each.
    this.isTold = isVerbose || isTerminal();
  }

  public make(title: string, name: string, work: (tell: Tell) => Promise<void>): ListrTask {
    return {
      title,
      task: async (_, task) => {
        const tell = (line: string) => {
          if (this.isTold) task.output = line;
        };
        try {
          await this.tools.stopwatch.measure(name, 'sandbox', () => work(tell));
        } catch (error) {
          // What fails after the first failure fails because of it.
          this.failure ??= error;
          throw new Error('see below', { cause: error });
        }
      },
    };
  }
}

function tasksOf(deployment: Deployment, subject: Subject, options: RunOptions, steps: Steps): ListrTask[] {
  const { profile, environment } = subject;
  return [
    {
      title: 'Prepare',
      task: (_, task) =>
        task.newListr(
          [
            steps.make(
              `Start ${profile.emulator} ${profile.version} and bootstrap account ${profile.account} in ${environment.region}`,
              'start and bootstrap',
              (tell) => deployment.startAndBootstrap(tell),
            ),
            steps.make(`Synthesize ${environment.name}`, 'synthesize', (tell) => deployment.synthesize(tell)),
          ],
          { concurrent: true },
        ),
    },
    steps.make(`Deploy ${environment.name}`, 'deploy', (tell) => deployment.deploy(tell)),
    steps.make('Do through the API what the emulator leaves out', 'complete', () => deployment.complete()),
    steps.make('Show the room at work', 'show the room', (tell) => deployment.showRooms(options.files, tell)),
    ...rotationTasks(deployment, subject, steps),
    ...(subject.isDrilled ? [steps.make('Ring every alarm and every rule', 'drill', () => deployment.drill())] : []),
    steps.make('Deploy again and compare: nothing may change', 'deploy again and compare', () => deployment.compare()),
    steps.make(options.isKept ? 'Try to destroy what is protected' : 'Destroy what may be destroyed', 'destroy', () =>
      deployment.remove(options.isKept),
    ),
  ];
}

function rotationTasks(deployment: Deployment, { environment }: Subject, steps: Steps): ListrTask[] {
  const secrets = environment.workloads.flatMap(({ secrets: all }) => all).filter(rotates);
  if (secrets.length === 0) return [];
  const show = (title: string, name: string, part: (rotation: RotationShow) => Promise<Fact[]>) =>
    steps.make(title, name, () => deployment.rotate(part));
  const accessKeys = secrets.filter((secret) => secret.kind === 'access-key');
  const moments = momentsOf(accessKeys);
  const tasks = [
    steps.make('Put the gate before the emulator, and switch rotation on', 'open the gate', () =>
      deployment.beginRotation(),
    ),
    show('First rotation: started by the hourly function', 'first rotation', (rotation) => rotation.rotateFirst()),
    show('Second rotation: what was valid stays valid', 'second rotation', (rotation) => rotation.rotateAgain()),
    ...moments.map((days) =>
      show(`T + ${String(days)} days: ${whatIsDue(accessKeys, days)}`, `${String(days)} days later`, (rotation) =>
        rotation.retire(days),
      ),
    ),
    ...(accessKeys.length === 0
      ? []
      : [
          show('Emergency: a new key, and everything else is cut', 'emergency', (rotation) =>
            rotation.endEmergencies(Math.max(...moments) + 1),
          ),
        ]),
  ];
  return [{ title: 'Show secrets rotate', task: (_, task) => task.newListr(tasks) }];
}
