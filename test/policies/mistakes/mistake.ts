import type { Changes } from '../../support/configurations';
import type { Stack } from '../../../tools/access/template';

/** A mistake that people make with policies, alarms and credentials on AWS, and what of this repository notices it. */
export interface Mistake {
  /** What the mistake is. */
  readonly said: string;
  readonly cases: readonly Case[];
}

export type Case = TemplateCase | ConfigurationCase | ElsewhereCase;

/** The mistake, made in synthesized templates. */
export interface TemplateCase {
  readonly made: string;
  /** @default - production */
  readonly environment?: 'full' | 'guest';
  readonly edit: (stacks: readonly Stack[]) => readonly Stack[];
  /** The sentence of the rule that notices it. */
  readonly rule: string;
}

/** The mistake, made in a configuration that is otherwise sound. */
export interface ConfigurationCase {
  readonly made: string;
  readonly changes: Changes;
  /** Where the finding is. */
  readonly path: string;
  /** A part of what it says is allowed. */
  readonly allowed: string;
}

/** The mistake cannot be made in templates or configuration; what notices or prevents it stands elsewhere. */
export interface ElsewhereCase {
  readonly made: string;
  /** Why, and what is done about it. */
  readonly because: string;
  /** A file of this repository that does it, with a text that stands in it; none where nothing can. */
  readonly proof?: { readonly file: string; readonly says: string };
}
