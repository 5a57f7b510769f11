import type { Step } from '../../../lambda/rotation/event';
import { CURRENT, PENDING } from '../../../lambda/rotation/ports';
import { type RotationSteps, runStep } from '../../../lambda/rotation/run-step';
import type { Ending, ModelPorts, Work } from './invocation';
import { startRotation, versionLabelled } from './secrets-manager';
import { DAY, MINUTE, newToken, type RotationState, SECOND, SECRET_ARN, SECRET_NAME, type World } from './world';

/** The functions whose behaviour is looked at. */
export interface Functions {
  steps(ports: ModelPorts): RotationSteps;
  /** The scheduled function. Values that nobody retires have none. */
  tick?(ports: ModelPorts, now: Date): Promise<void>;
}

/** What happens to a secret from outside, at its time after the start. */
export interface Happening {
  readonly after: number;
  readonly what: 'rotate' | 'tick' | ((world: World) => void);
}

/** The next thing that happens, and what is to be done once its invocation has ended. */
export interface Next {
  readonly name: string;
  /** Absent when no function is invoked. */
  readonly work?: Work;
  readonly ended: (ending: Ending) => void;
}

export const steps: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/**
 * When Secrets Manager starts a failed rotation again, after its start. It does so "multiple times", from createSecret and
 * with the same token; how often and when is undocumented (rotation.md 1.1). Then it leaves it until the next RotateSecret.
 */
const attempts: readonly number[] = [0, 4 * MINUTE, 12 * MINUTE, 28 * MINUTE, 60 * MINUTE];

/** Steps do not follow each other at once; a coarse beat lets runs that differ by a moment be one. */
const beat = 2 * SECOND;

/** AWSPENDING is taken away by Secrets Manager itself, later (rotation-lambdas PR 145; rotation.md 1.2). */
const cleanupDelay = MINUTE;

/**
 * A version without a label may vanish, once it is a day old. AWS keeps about a hundred of them, which nobody may count on
 * (rotation.md 1.2): here it keeps none.
 */
const deprecatedLife = DAY;

/** Secrets Manager and EventBridge Scheduler: they call the functions, one event after another. */
export class Driver {
  private readonly start: number;

  public constructor(
    private readonly functions: Functions,
    private readonly script: readonly Happening[],
    start: World,
  ) {
    this.start = start.now;
  }

  /** Moves the world's clock to what comes next, if anything does. */
  public next(world: World): Next | undefined {
    const { secret } = world;
    const happening = this.script[world.scriptPosition];
    const happensAt = happening === undefined ? Infinity : this.start + happening.after;
    const rotatesAt = secret.rotation?.dueAt ?? Infinity;
    const cleansAt = secret.cleanupAt ?? Infinity;
    const at = Math.min(happensAt, rotatesAt, cleansAt);
    if (at === Infinity) return undefined;
    world.now = Math.max(world.now, at);
    forgetDeprecated(world);
    if (at === cleansAt) return { name: 'label cleanup', ended: () => cleanUp(world) };
    if (at === rotatesAt && secret.rotation !== undefined) return this.step(world, secret.rotation);
    return happening === undefined ? undefined : this.happen(world, happening);
  }

  /** One step of a rotation, as an event delivers it. */
  public workOfStep(token: string, step: Step): Work {
    return (ports) => runStep({ step, secretId: SECRET_ARN, token }, SECRET_NAME, this.functions.steps(ports), ports);
  }

  /** A run of the scheduled function. */
  public workOfTick(world: World): Work {
    const now = new Date(world.now);
    return (ports) => this.functions.tick?.(ports, now) ?? Promise.resolve();
  }

  private step(world: World, rotation: RotationState): Next {
    const step = steps[rotation.step] ?? 'finishSecret';
    return {
      name: `${step} of ${rotation.token} (attempt ${rotation.attempt + 1})`,
      work: this.workOfStep(rotation.token, step),
      ended: (ending) => proceed(world, rotation.token, ending),
    };
  }

  private happen(world: World, { what }: Happening): Next {
    const over = () => {
      world.scriptPosition += 1;
    };
    if (what === 'tick') {
      return { name: 'tick', work: this.workOfTick(world), ended: over };
    }
    const act = what === 'rotate' ? schedule : what;
    return {
      name: what === 'rotate' ? 'RotateSecret' : `a person: ${what.name}`,
      ended: () => {
        act(world);
        over();
      },
    };
  }
}

/** RotateSecret by its schedule, which learns nothing from the answer. */
function schedule(world: World): void {
  if (!world.secret.isDeleted) startRotation(world);
}

/** Asks to have AWSPENDING on the current version or nowhere, then it is a success (rotation.md 1.3). */
function proceed(world: World, token: string, ending: Ending): void {
  const { secret } = world;
  const { rotation } = secret;
  // Cancelled, or abandoned because somebody put a version meanwhile.
  if (rotation?.token !== token) return;
  if (ending !== 'done') {
    tryAgain(world, rotation);
    return;
  }
  rotation.step += 1;
  rotation.dueAt = Math.ceil((world.now + 1) / beat) * beat;
  if (rotation.step < steps.length) return;
  delete secret.rotation;
  if (versionLabelled(world, CURRENT) !== token) return;
  secret.finishedRotations += 1;
  secret.lastFinished = token;
  secret.cleanupAt = world.now + cleanupDelay;
}

function tryAgain(world: World, rotation: RotationState): void {
  rotation.attempt += 1;
  rotation.step = 0;
  const offset = attempts[rotation.attempt];
  if (offset === undefined) {
    delete world.secret.rotation;
    return;
  }
  rotation.dueAt = Math.max(rotation.startedAt + offset, Math.ceil((world.now + 1) / beat) * beat);
}

function cleanUp(world: World): void {
  const { secret } = world;
  delete secret.cleanupAt;
  const current = versionLabelled(world, CURRENT);
  const version = current === undefined ? undefined : secret.versions[current];
  if (version !== undefined) version.stages = version.stages.filter((stage) => stage !== PENDING);
}

function forgetDeprecated(world: World): void {
  const { versions } = world.secret;
  for (const [id, { stages: labels, createdAt }] of Object.entries(versions)) {
    if (labels.length === 0 && world.now - createdAt >= deprecatedLife) Reflect.deleteProperty(versions, id);
  }
  world.user.gone = world.user.gone.filter(({ at }) => world.now - at < MINUTE);
}

/**
 * RotateSecret with RotateImmediately=false: testSecret alone, on a temporary AWSPENDING version that is a copy of the
 * current one (rotation.md 1.3), or has no value when there is none.
 */
export function beginRehearsal(world: World): { readonly token: string; readonly end: () => void } {
  const token = newToken(world);
  const current = versionLabelled(world, CURRENT);
  const value = current === undefined ? undefined : world.secret.versions[current]?.value;
  world.secret.versions[token] = { createdAt: world.now, stages: [PENDING], ...(value === undefined ? {} : { value }) };
  return { token, end: () => Reflect.deleteProperty(world.secret.versions, token) };
}
