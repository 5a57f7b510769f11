import type { Assembly } from '../../../tools/access/assembly';
import { Gate } from '../../../tools/gate/gate';
import { LiveKeys } from '../../../tools/gate/live-keys';
import { type Administrator, administratorOf, seed } from './emulated-room';
import { MotoProcess } from './moto-process';

/** A moment of an emulated account. */
export interface Moment {
  readonly name: string;
  /** How far its clock was ahead of the machine's, in milliseconds. */
  readonly ahead: number;
}

/** Moto with the gate before it, for one test file. */
export class GuardedEmulator {
  private ahead = 0;
  private saved = 0;

  private constructor(
    private readonly moto: MotoProcess,
    public readonly gate: Gate,
    public readonly administrator: Administrator,
    public readonly region: string,
  ) {}

  /** @param sourceAddress from which everybody calls. @default - one that no configuration allows */
  public static async start(assembly: Assembly, sourceAddress?: string): Promise<GuardedEmulator> {
    const [stack] = assembly.stacks;
    if (stack === undefined) throw new Error('there is no stack');
    const moto = await MotoProcess.start(stack.account);
    const administrator = administratorOf(moto.endpoint, stack.region);
    const gate = await Gate.start({
      emulator: moto.endpoint,
      keys: new LiveKeys(administrator.iam),
      assembly,
      ...(sourceAddress === undefined ? {} : { sourceAddress }),
    });
    return new GuardedEmulator(moto, gate, administrator, stack.region);
  }

  /** Milliseconds by which the account's clock is ahead of the machine's. */
  public get clockAhead(): number {
    return this.ahead;
  }

  /** Time as the emulated account has it. */
  public get now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** Lets time pass in the account, and for everybody who asks it. */
  public async pass(milliseconds: number): Promise<void> {
    await this.setClockAhead(this.ahead + milliseconds);
  }

  /** Remembers the account as it is now. */
  public async save(): Promise<Moment> {
    this.saved += 1;
    const moment = { name: String(this.saved), ahead: this.ahead };
    await this.moto.save(moment.name);
    return moment;
  }

  /** Makes the account as it was at that moment. */
  public async putBack({ name, ahead }: Moment): Promise<void> {
    await this.moto.putBack(name);
    await this.setClockAhead(ahead);
  }

  /** Empties the emulator and makes the room anew. */
  public async renew(assembly: Assembly, acceptanceDelay: Readonly<Record<string, number>> = {}): Promise<void> {
    await this.moto.reset();
    await this.setClockAhead(0);
    await seed(assembly, this.administrator);
    this.gate.reset({ assembly, acceptanceDelay });
  }

  public async stop(): Promise<void> {
    try {
      await this.gate.close();
    } finally {
      await this.moto.stop();
    }
  }

  private async setClockAhead(milliseconds: number): Promise<void> {
    this.ahead = milliseconds;
    this.gate.setClockAhead(milliseconds);
    await this.moto.setClockAhead(milliseconds);
  }
}
