import { canonical } from './canonical';
import type { Driver } from './driver';
import { type Fault, type FaultKind, faultKinds, type Intervention } from './faults';
import { Judge, type RulesOfRetirement, unrest } from './invariants';
import { Delivery } from './invocation';
import { cloneWorld, type World } from './world';

/** A run that broke an invariant, with everything that is needed to do it again. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** How many whole lives were gone through, by the number of their faults, and what that took. */
export interface Coverage {
  /** By number of faults: 0, 1, 2. Lives that became alike were gone through once and are counted each. */
  readonly lives: readonly number[];
  readonly states: number;
  readonly invocations: number;
  readonly calls: number;
}

/**
 * Goes through every life that a script can take under at most so many faults: for every call of every invocation, every
 * kind of fault, and after it again.
 *
 * It runs event by event. Between two events no function is at work, so all that the future depends on is the world (the
 * functions keep nothing in memory), and the driver and the functions are deterministic. Two runs whose worlds are alike
 * there, with the same number of faults to come, have the same futures, and what the invariants have to remember lies in
 * the world too: the second need not be gone through again.
 */
export class Exploration {
  private readonly known = new Map<string, readonly number[]>();
  private readonly path: string[] = [];
  private invocations = 0;
  private calls = 0;

  public constructor(
    private readonly driver: Driver,
    private readonly rules: RulesOfRetirement,
    /** Finds what is wrong with a world in which nothing is left to happen. */
    private readonly atRest: (world: World) => Promise<readonly string[]> | readonly string[] = unrest,
    private readonly kinds: readonly (FaultKind | Intervention)[] = faultKinds,
  ) {}

  /** @throws InvariantBroken with the faults that led there */
  public async explore(world: World, faults: number): Promise<Coverage> {
    const lives = await this.from(cloneWorld(world), faults);
    return { lives, states: this.known.size, invocations: this.invocations, calls: this.calls };
  }

  /** @returns numbers of lives with 0, 1, ... further faults */
  private async from(world: World, faults: number): Promise<readonly number[]> {
    const key = `${String(faults)} ${canonical(world)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const lives = await this.live(world, faults);
    this.known.set(key, lives);
    return lives;
  }

  private async live(world: World, faults: number): Promise<readonly number[]> {
    const now = cloneWorld(world);
    const next = this.driver.next(now);
    if (next === undefined) {
      this.assertNothing(await this.atRest(now));
      return [1, ...Array.from({ length: faults }, () => 0)];
    }
    if (next.work !== undefined) return this.invoke(world, faults, []);
    try {
      next.ended('done');
    } catch (error) {
      // Somebody from outside found something else than he expected.
      this.assertNothing([`${next.name}: ${String(error)}`]);
    }
    return this.from(now, faults);
  }

  /** Every life that begins with these faults in the next invocation. */
  private async invoke(world: World, faults: number, injected: readonly Fault[]): Promise<readonly number[]> {
    const now = cloneWorld(world);
    const next = this.driver.next(now);
    if (next?.work === undefined) throw new Error('the driver invokes nothing here');
    const judge = new Judge(now, this.rules);
    const delivery = new Delivery(now, judge, next.work, injected);
    const ending = await delivery.run();
    this.invocations += 1;
    this.calls += delivery.calls.length;
    this.path.push(`${next.name}${describe(injected, delivery.calls)}: ${ending}${why(delivery.lastError, ending)}`);
    this.assertNothing(judge.violations);
    next.ended(ending);
    const lives = [...(await this.from(now, faults))];
    this.path.pop();
    if (faults === 0) return lives;
    for (let at = (injected.at(-1)?.at ?? -1) + 1; at < delivery.calls.length; at += 1) {
      for (const kind of this.kinds) {
        const more = await this.invoke(world, faults - 1, [...injected, { at, kind }]);
        for (const [count, number] of more.entries()) lives[count + 1] = (lives[count + 1] ?? 0) + number;
      }
    }
    return lives;
  }

  private assertNothing(violations: readonly string[]): void {
    if (violations.length === 0) return;
    throw new InvariantBroken(`${[...new Set(violations)].join('; ')}\nafter\n  ${this.path.join('\n  ')}`);
  }
}

function why(error: unknown, ending: string): string {
  return ending === 'failed' && error instanceof Error ? ` (${error.message.split('. ')[0] ?? ''})` : '';
}

function describe(injected: readonly Fault[], calls: readonly string[]): string {
  return injected
    .map(({ at, kind }) => ` [${typeof kind === 'string' ? kind : kind.act} at call ${String(at)}, ${calls[at] ?? ''}]`)
    .join('');
}
