import type { Assembly } from '../../../tools/access/assembly';
import { Gate } from '../../../tools/gate/gate';
import { LiveKeys } from '../../../tools/gate/live-keys';
import { type Administrator, administratorOf, seed } from './emulated-room';
import { MotoProcess } from './moto-process';

/** Moto with the gate before it, for one test file. */
export class GuardedEmulator {
  private constructor(
    private readonly moto: MotoProcess,
    public readonly gate: Gate,
    public readonly administrator: Administrator,
    public readonly region: string,
  ) {}

  public static async start(assembly: Assembly): Promise<GuardedEmulator> {
    const [stack] = assembly.stacks;
    if (stack === undefined) throw new Error('there is no stack');
    const moto = await MotoProcess.start(stack.account);
    const administrator = administratorOf(moto.endpoint, stack.region);
    const gate = await Gate.start({ emulator: moto.endpoint, keys: new LiveKeys(administrator.iam), assembly });
    return new GuardedEmulator(moto, gate, administrator, stack.region);
  }

  /** Empties the emulator and makes the room anew. */
  public async renew(assembly: Assembly, acceptanceDelay: Readonly<Record<string, number>> = {}): Promise<void> {
    await this.moto.reset();
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
}
