import type { Consumer } from '../../../lib/config/consumers';
import type { Workload } from '../../../lib/config/parameters';
import type { Emulator } from '../emulator';
import type { Identity } from './identity';

/** One deployed workload, and everybody who acts in it. */
export interface WorkloadRoom {
  readonly workload: Workload;
  readonly emulator: Emulator;
  /** Of its stack. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Consumers as whom the sandbox can act, in declared order. */
  readonly actors: readonly Actor[];
}

export interface Actor {
  readonly consumer: Consumer;
  readonly identity: Identity;
}

/** One named file on this machine. */
export interface LocalFile {
  readonly name: string;
  readonly content: Buffer;
}
