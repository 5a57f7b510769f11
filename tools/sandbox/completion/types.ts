import type { Aws } from '../aws';
import type { LiveStack } from '../live-stack';

/** One thing that the emulator's CloudFormation did not do, as the template wants it. */
interface Wanted {
  readonly aws: Aws;
  readonly stack: LiveStack;
  readonly logicalId: string;
  /** With every reference resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Does it through the emulator's API. */
export type Completion = (wanted: Wanted) => Promise<void>;
