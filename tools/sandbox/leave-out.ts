import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  CfnElement,
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  Stage,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

import { RefersToLeftOut } from './errors';
import type { EmulatorProfile, UnsupportedType } from './profile';

/** One resource that is not in the emulator's template. */
export interface LeftOut extends UnsupportedType {
  /** Path of the construct, such as `prod/Foundation/Trail/Resource`. */
  readonly path: string;
  /** Name of its CloudFormation stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** As CloudFormation would have got them: with `Ref` and `Fn::GetAtt` to resources of the same stack. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Name of the list within the cloud assembly. */
export const leftOutFile = 'left-out.json';

/** What the CDK calls on an element to render it; it is public, but hidden from the published types. */
interface Renderable {
  _toCloudFormation(): object;
}

function rendered(element: CfnElement): object {
  return (element as unknown as Renderable)._toCloudFormation();
}

/** Notes the construct behind every `Ref` and `Fn::GetAtt` that it meets. */
class ReferenceFinder extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.add(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}

function referencedBy(element: CfnElement): ReadonlySet<IConstruct> {
  const resolver = new ReferenceFinder();
  Tokenization.resolve(rendered(element), { scope: element, resolver, preparing: true });
  return resolver.targets;
}

function describe(resource: CfnResource, unsupported: UnsupportedType): LeftOut {
  const stack = Stack.of(resource);
  const template = stack.resolve(rendered(resource)) as {
    readonly Resources: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
  };
  const logicalId = stack.resolve(resource.logicalId) as string;
  return {
    ...unsupported,
    path: resource.node.path,
    stack: stack.stackName,
    logicalId,
    properties: template.Resources[logicalId]?.Properties ?? {},
  };
}

function remove(resource: CfnResource, others: readonly CfnResource[]): void {
  for (const other of others) {
    if (other.obtainDependencies().includes(resource)) other.removeResourceDependency(resource);
  }
  resource.node.scope?.node.tryRemoveChild(resource.node.id);
  // A dependency between constructs becomes DependsOn only during synthesis, and skips what is not synthesized.
  Object.defineProperty(resource, 'shouldSynthesize', { value: () => false });
}

function failOnReferences(kept: readonly CfnElement[], leftOut: ReadonlyMap<IConstruct, UnsupportedType>): void {
  for (const element of kept) {
    for (const target of referencedBy(element)) {
      const unsupported = leftOut.get(target);
      if (unsupported !== undefined) {
        throw new RefersToLeftOut(
          `${element.node.path} refers to ${target.node.path} (${unsupported.type}), which the emulator lacks`,
          'Spell its name or ARN from lib/config/names.ts instead of taking it from the resource',
        );
      }
    }
  }
}

/**
 * Takes out of the construct tree what the emulator's CloudFormation does not know, so that the ordinary synthesis
 * writes templates that it can deploy, and writes the list of it into the cloud assembly.
 *
 * To be called when every stack is complete and before synthesis: a template that is changed afterwards keeps its asset
 * hash, and a second deployment would silently reuse the first.
 *
 * @returns what was left out
 * @throws RefersToLeftOut when something that stays refers to something that goes
 */
export function leaveOutUnsupported(scope: IConstruct, profile: EmulatorProfile): LeftOut[] {
  const unsupported = new Map(profile.unsupportedTypes.map((entry) => [entry.type, entry]));
  const elements = scope.node.findAll().filter((construct) => CfnElement.isCfnElement(construct));
  const resources = elements.filter((element): element is CfnResource => CfnResource.isCfnResource(element));

  const going = new Map<IConstruct, UnsupportedType>();
  for (const resource of resources) {
    const entry = unsupported.get(resource.cfnResourceType);
    if (entry !== undefined) going.set(resource, entry);
  }
  failOnReferences(
    elements.filter((element) => !going.has(element)),
    going,
  );

  const leftOut: LeftOut[] = [];
  for (const resource of resources) {
    const entry = going.get(resource);
    if (entry === undefined) continue;
    leftOut.push(describe(resource, entry));
    remove(resource, resources);
  }

  const { root } = scope.node;
  if (Stage.isStage(root)) writeFileSync(join(root.outdir, leftOutFile), JSON.stringify(leftOut, undefined, 2));
  return leftOut;
}
