import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type LeftOut, leftOutFile } from './leave-out';

/** One resource as the template has it. */
interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** One stack of the cloud assembly. */
export interface AssembledStack {
  readonly stackName: string;
  /** Path by which the CLI selects it, such as `prod/Foundation`. */
  readonly path: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly displayName?: string;
        readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
      }
    >
  >;
}

function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** The stacks of one environment, which is one stage and so one nested assembly. */
export function stacksOf(assembly: string, environment: string): AssembledStack[] {
  const folder = join(assembly, `assembly-${environment}`);
  const manifest = readJson(folder, 'manifest.json') as Manifest;
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, { type, displayName, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) return [];
    const template = readJson(folder, properties.templateFile) as {
      readonly Resources?: Readonly<Record<string, TemplateResource>>;
    };
    return [{ stackName: properties.stackName ?? id, path: displayName ?? id, resources: template.Resources ?? {} }];
  });
}

/** What synthesis left out of one environment. */
export function leftOutOf(assembly: string, environment: string): LeftOut[] {
  const all = readJson(assembly, leftOutFile) as readonly LeftOut[];
  return all.filter(({ path }) => path.startsWith(`${environment}/`));
}
