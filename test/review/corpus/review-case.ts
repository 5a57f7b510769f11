import type { SynthesizedEnvironment } from '../../../tools/assembly/cloud-assembly';
import type { Judged } from '../../../tools/review/finding';

export type Kind = Judged['kind'];

type Side = readonly SynthesizedEnvironment[];

/** A change with what a review must say of it. */
export interface ReviewCase {
  readonly name: string;
  /** Made when it is needed: most take a synthesis. */
  readonly sides: () => { readonly base: Side; readonly head: Side };
  /** Kinds of findings that need an entry; none when the change may pass. */
  readonly needs: readonly Kind[];
}
