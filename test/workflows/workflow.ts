import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

/** The part of a workflow of GitHub that the rules are about. */
export interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly permissions?: unknown;
  readonly environment?: unknown;
  readonly uses?: string;
  readonly secrets?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly needs?: string | readonly string[];
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly 'cancel-in-progress'?: unknown };
  readonly env?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Texts of all workflows, by the name of the file. */
export type Workflows = Readonly<Record<string, string>>;

export const root = join(__dirname, '../..');
const folder = join(root, '.github/workflows');

export function written(): Workflows {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

export function read(text: string): Workflow {
  return parse(text) as Workflow;
}

/** A job with where it stands. */
export interface Place {
  readonly file: string;
  readonly id: string;
  readonly job: Job;
  readonly workflow: Workflow;
}

export function jobsOf(workflows: Workflows): Place[] {
  return Object.entries(workflows).flatMap(([file, text]) => {
    const workflow = read(text);
    return Object.entries(workflow.jobs).map(([id, job]) => ({ file, id, job, workflow }));
  });
}

export function stepsOf({ job }: Place): readonly Step[] {
  return job.steps ?? [];
}
