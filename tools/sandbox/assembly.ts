import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Resource, Template } from '../access/template';
import { type LeftOut, leftOutFile } from './leave-out';

/** One stack of the cloud assembly. */
export interface AssembledStack {
  readonly stackName: string;
  /** Path by which the CLI selects it, such as `prod/Foundation`. */
  readonly path: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly template: Template;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly displayName?: string;
        /** `aws://<account>/<region>`. */
        readonly environment?: string;
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
  return Object.entries(manifest.artifacts ?? {}).flatMap(
    ([id, { type, displayName, environment: place, properties }]) => {
      if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) return [];
      const template = readJson(folder, properties.templateFile) as Template;
      const { Resources: resources } = template;
      const region = place?.split('/').at(-1) ?? '';
      return [{ stackName: properties.stackName ?? id, path: displayName ?? id, region, resources, template }];
    },
  );
}

/** What synthesis left out of one environment. */
export function leftOutOf(assembly: string, environment: string): LeftOut[] {
  const all = readJson(assembly, leftOutFile) as readonly LeftOut[];
  return all.filter(({ path }) => path.startsWith(`${environment}/`));
}
