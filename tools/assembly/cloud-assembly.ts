import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { RegionInfo } from 'aws-cdk-lib/region-info';

import { DEVIATION_METADATA } from '../../lib/config/deviation-metadata';
import { type Deviation, isObject, type Origin, type Stack, type Template } from '../access/template';

/** The stacks of one environment, as `cdk synth` writes them. */
export interface SynthesizedEnvironment {
  /** As it is configured: `prod`; `stacks` for those that stand in no stage. */
  readonly name: string;
  /** Of its first stack. */
  readonly account: string;
  readonly region: string;
  readonly stacks: readonly Stack[];
}

/** A folder is no cloud assembly, or only a part of one. */
export class CloudAssemblyError extends Error {
  override readonly name = 'CloudAssemblyError';
}

type Fields = Readonly<Record<string, unknown>>;

function readFields(file: string): Fields {
  const again = 'synthesize again: npm run synth';
  if (!existsSync(file)) throw new CloudAssemblyError(`${file} does not exist: ${again}`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CloudAssemblyError(`${file} cannot be read, or is not written to its end: ${again}`, { cause });
  }
  if (!isObject(content)) throw new CloudAssemblyError(`${file} holds no object: ${again}`);
  return content;
}

/** An empty stack is written without resources. */
function readTemplate(file: string): Template {
  return { Resources: {}, ...readFields(file) };
}

function text(fields: Fields, name: string, file: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new CloudAssemblyError(
    `${file}: ${name} is ${value === undefined ? 'missing' : JSON.stringify(value)} instead of a text: it was not written by cdk synth, or by a version that this reader does not know`,
  );
}

function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The folder that holds the package of a source file; the paths that people know start there. */
function repositoryOf(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The first place of a recorded stack that is code of the repository: `lib/constructs/alert-topic.ts:31`. */
function sourceIn(frames: unknown): string | undefined {
  if (!Array.isArray(frames)) return undefined;
  for (const frame of frames) {
    const [, file, line] = /\(?((?:\/|[A-Z]:\\)[^()]*):(\d+):\d+\)?$/.exec(String(frame)) ?? [];
    if (file === undefined || line === undefined || file.includes('node_modules')) continue;
    const repository = repositoryOf(file);
    if (repository !== undefined) return `${path.relative(repository, file).split(path.sep).join('/')}:${line}`;
  }
  return undefined;
}

/**
 * Where the resources of a stack come from, by logical id, out of the metadata of its artifact.
 *
 * @param metadata by construct path, with a slash before it
 */
export function originsOf(metadata: Readonly<Record<string, unknown>>): Record<string, Origin> {
  const origins: Record<string, Origin> = {};
  for (const [constructPath, entries] of Object.entries(metadata)) {
    if (!Array.isArray(entries)) continue;
    const found = (type: string) => entries.map(fields).find((entry) => entry.type === type);
    const logicalId = found('aws:cdk:logicalId');
    if (typeof logicalId?.data !== 'string') continue;
    // Older versions record the stack with the logical id itself.
    const source = sourceIn(found('aws:cdk:creationStack')?.data) ?? sourceIn(logicalId.trace);
    origins[logicalId.data] = {
      constructPath: constructPath.replace(/^\//, ''),
      ...(source === undefined ? {} : { source }),
    };
  }
  return origins;
}

/** What the configuration lets pass against its tier, out of the metadata of an artifact. @param metadata by construct path */
export function deviationsOf(metadata: Readonly<Record<string, unknown>>): Deviation[] {
  return Object.values(metadata).flatMap((entries) =>
    (Array.isArray(entries) ? entries : []).map(fields).flatMap(({ type, data }): Deviation[] => {
      const { rule, workload, reason, until } = fields(data);
      if (type !== DEVIATION_METADATA || typeof rule !== 'string') return [];
      const where = typeof workload === 'string' ? { workload } : {};
      return [{ rule, ...where, reason: String(reason), until: String(until) }];
    }),
  );
}

/** Stacks that a stack deploys within itself, each with what it passes on to them. */
function nestedStacks(parent: Stack, folder: string): Stack[] {
  return Object.entries(parent.template.Resources).flatMap(([logicalId, resource]) => {
    if (resource.Type !== 'AWS::CloudFormation::Stack') return [];
    const asset = resource.Metadata?.['aws:asset:path'];
    if (typeof asset !== 'string') {
      throw new CloudAssemblyError(
        `${parent.name}: ${logicalId} is a nested stack that does not say where its template is (Metadata aws:asset:path): make it with the CDK's NestedStack, and synthesize with its command line`,
      );
    }
    const template = readTemplate(path.join(folder, asset));
    const nested: Stack = {
      ...parent,
      name: `${parent.name}-${logicalId}`,
      template,
      deviations: [],
      parent: { name: parent.name, logicalId },
    };
    return [nested, ...nestedStacks(nested, folder)];
  });
}

function stacksOf(id: string, artifact: Fields, folder: string, manifest: string): Stack[] {
  const place = text(artifact, 'environment', manifest);
  const [, account = '', region = ''] = /^aws:\/\/(\d{12})\/([a-z\d-]+)$/.exec(place) ?? [];
  const properties = fields(artifact.properties);
  const templateFile = path.join(folder, text(properties, 'templateFile', manifest));
  if (account === '' || region.startsWith('unknown')) {
    throw new CloudAssemblyError(
      `${templateFile} is for ${place}: who can do what depends on the account and the Region, so give its stack both (env)`,
    );
  }
  const more = artifact.additionalMetadataFile;
  const metadata = {
    ...fields(artifact.metadata),
    ...(typeof more === 'string' ? readFields(path.join(folder, more)) : {}),
  };
  const { partition, domainSuffix } = RegionInfo.get(region);
  const stack: Stack = {
    // Written only when it is another than that of the artifact.
    name: typeof properties.stackName === 'string' ? properties.stackName : id,
    account,
    region,
    partition: partition ?? 'aws',
    urlSuffix: domainSuffix ?? 'amazonaws.com',
    terminationProtection: properties.terminationProtection === true,
    template: readTemplate(templateFile),
    origins: originsOf(metadata),
    deviations: deviationsOf(metadata),
  };
  return [stack, ...nestedStacks(stack, folder)];
}

function environmentOf(name: string, stacks: readonly Stack[]): SynthesizedEnvironment[] {
  const [first] = stacks;
  return first === undefined ? [] : [{ name, account: first.account, region: first.region, stacks }];
}

/**
 * The environments of a cloud assembly, as `cdk synth` writes it to `cdk.out`: one for each stage, in the order of the
 * application.
 *
 * @throws CloudAssemblyError that names the file, what was found in it, and what to do
 */
export function readCloudAssembly(directory: string): SynthesizedEnvironment[] {
  const environments = environmentsIn(directory, 'stacks');
  if (environments.length > 0) return environments;
  throw new CloudAssemblyError(`${directory} holds no stack: synthesize again: npm run synth`);
}

function environmentsIn(folder: string, name: string): SynthesizedEnvironment[] {
  const manifest = path.join(folder, 'manifest.json');
  const artifacts = Object.entries(fields(readFields(manifest).artifacts)).map(
    ([id, one]) => [id, fields(one)] as const,
  );
  const stacks = artifacts
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .flatMap(([id, artifact]) => stacksOf(id, artifact, folder, manifest));
  const stages = artifacts
    .filter(([, { type }]) => type === 'cdk:cloud-assembly')
    .flatMap(([, artifact]) => {
      const properties = fields(artifact.properties);
      const inner = path.join(folder, text(properties, 'directoryName', manifest));
      return environmentsIn(inner, String(properties.displayName ?? properties.directoryName));
    });
  return [...environmentOf(name, stacks), ...stages];
}
