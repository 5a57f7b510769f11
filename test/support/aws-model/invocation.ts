import type { Notices, Metrics } from '../../../lambda/reconcile-secrets/ports';
import type { AccessKeyPorts } from '../../../lambda/rotate-access-key/rotate';
import type { Clock, Log } from '../../../lambda/rotation/ports';
import { failure, type Fault, type FaultKind, happen, type Intervention } from './faults';
import type { Gate } from './gate';
import { accessKeys, keyTrial } from './identity';
import type { Judge, Sight } from './invariants';
import { journalTable } from './journal-table';
import { encryptionKeys, secretStore } from './secrets-manager';
import { SECOND, type World } from './world';

/** All ports of all functions, over one world. */
export interface ModelPorts extends AccessKeyPorts {
  readonly notices: Notices;
  readonly metrics: Metrics;
}

/** What an invocation does with its ports. */
export type Work = (ports: ModelPorts) => Promise<void>;

export type Ending = 'done' | 'failed' | 'killed';

/** Lambda's timeout of the rotation functions. */
const longestRun = 120 * SECOND;

const never = new Promise<never>(() => undefined);

/** One event delivered to a function: its calls in order, and the faults that befall them. */
export class Delivery {
  public readonly calls: string[] = [];
  public writes = 0;
  public lastError: unknown;
  private readonly faults: ReadonlyMap<number, FaultKind | Intervention>;

  public constructor(
    private readonly world: World,
    private readonly judge: Judge,
    private readonly work: Work,
    faults: readonly Fault[] = [],
    /** Runs before each call: the place where other invocations come between. */
    private readonly pause?: (call: string) => Promise<void>,
  ) {
    this.faults = new Map(faults.map(({ at, kind }) => [at, kind]));
  }

  /** Runs the function once. A killed run never goes on: its next call never comes back. */
  public async run(): Promise<Ending> {
    let kill: (ending: Ending) => void = () => undefined;
    const killed = new Promise<Ending>((resolve) => {
      kill = resolve;
    });
    const die = (): Promise<never> => {
      kill('killed');
      return never;
    };
    return Promise.race([killed, this.attempt(die)]);
  }

  private async attempt(die: () => Promise<never>): Promise<Ending> {
    try {
      const sight: Sight = {};
      await this.work(portsFor(this.world, this.judge, { gate: this.gate(die, sight), sight, die }));
      return 'done';
    } catch (error) {
      this.lastError = error;
      this.judge.read('an error', error);
      return 'failed';
    } finally {
      const isUndisturbed = [...this.faults.values()].every((kind) => typeof kind === 'object');
      if (isUndisturbed) this.judge.assertNothingOwed();
    }
  }

  private gate(die: () => Promise<never>, sight: Sight): Gate {
    const deadline = this.world.now + longestRun;
    const gate: Gate = async (call, operation, effect) => {
      if (this.pause !== undefined) await this.pause(call);
      // Others may have taken the time that this run had.
      if (this.world.now > deadline) return die();
      const kind = this.faults.get(this.calls.length);
      this.calls.push(call);
      if (typeof kind === 'object') {
        happen(this.world, kind);
        return this.carryOut(call, operation, sight);
      }
      switch (kind) {
        case undefined:
          if (effect === 'write') this.writes += 1;
          return this.carryOut(call, operation, sight);
        case 'crash-before':
          return die();
        case 'crash-after':
        case 'lost-response':
          try {
            this.carryOut(call, operation, sight);
          } catch {
            // Its refusal is lost like an answer.
          }
          if (kind === 'crash-after') return die();
          throw failure(call, kind);
        case 'duplicate':
          await this.run();
          return gate(call, operation, effect);
        default:
          throw failure(call, kind);
      }
    };
    return gate;
  }

  private carryOut<Result>(call: string, operation: () => Result, sight: Sight): Result {
    try {
      const result = operation();
      this.judge.see(sight, call);
      return result;
    } catch (error) {
      this.judge.see(sight);
      throw error;
    } finally {
      this.judge.look();
    }
  }
}

function clockOf(world: World, die: () => Promise<never>): Clock {
  const deadline = world.now + longestRun;
  return {
    // As AWS writes it into the header of its answers: in whole seconds.
    now: () => new Date(Math.floor(world.now / SECOND) * SECOND),
    sleep: (milliseconds) => {
      world.now += milliseconds;
      return world.now > deadline ? die() : Promise.resolve();
    },
    remaining: () => deadline - world.now,
  };
}

interface Process {
  readonly gate: Gate;
  readonly sight: Sight;
  readonly die: () => Promise<never>;
}

function portsFor(world: World, judge: Judge, { gate, sight, die }: Process): ModelPorts {
  const write = (channel: string) => (message: unknown, fields?: unknown) => judge.read(channel, [message, fields]);
  const log: Log = { info: write('the log'), warn: write('the log'), error: write('the log') };
  return {
    store: secretStore(world, gate),
    encryptionKeys: encryptionKeys(world, gate),
    keys: accessKeys(world, gate, (event) => judge.witness(event, sight)),
    trial: keyTrial(world, gate),
    journal: journalTable(world, gate, (channel, content) => judge.read(channel, content)),
    notices: {
      send: (notice) =>
        gate(
          'events:PutEvents',
          () => {
            judge.read('a notice', notice);
            world.heard[notice.kind] = notice;
          },
          'write',
        ),
    },
    metrics: { secretAge: write('a metric'), unfilled: write('a metric') },
    clock: clockOf(world, die),
    log,
  };
}
