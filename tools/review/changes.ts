import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';

import { type Entry, originOf, type Resource, type Stack, type Template } from '../access/template';
import type { Fate, LostData, LostResource, OtherChange, Place, ValueChange } from './finding';
import { fingerprintOf } from './fingerprint';
import type { PairedStacks, StackPair } from './pairs';
import { withinEnvironment } from './place';
import { shownBeside } from './shown';

/** Types that hold what nobody can make again: files, keys, records, messages, and credentials that are in use. */
const dataTypes = new Set([
  'AWS::Backup::BackupVault',
  'AWS::CloudTrail::Trail',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
  'AWS::IAM::AccessKey',
  'AWS::IAM::User',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::Kinesis::Stream',
  'AWS::Logs::LogGroup',
  'AWS::OpenSearchService::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);

export interface TemplateChanges {
  readonly lostData: readonly LostData[];
  /** That hold nothing. */
  readonly lostOthers: readonly LostResource[];
  readonly values: readonly ValueChange[];
  /** Functions whose code is another one. */
  readonly code: readonly Place[];
  readonly others: readonly OtherChange[];
}

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

const fates: Partial<Record<ResourceImpact, Fate>> = {
  [ResourceImpact.WILL_DESTROY]: 'destroyed',
  [ResourceImpact.WILL_ORPHAN]: 'orphaned',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.MAY_REPLACE]: 'may be replaced',
};

/** What only the command line of the CDK knows, and what differs without any meaning. */
function bare({ Resources, ...template }: Template): Readonly<Record<string, unknown>> {
  const parts: Record<string, unknown> = { ...template };
  delete parts.Rules;
  const kept = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  return { ...parts, Resources: Object.fromEntries(kept.map(([id, resource]) => [id, withoutMetadata(resource)])) };
}

function withoutMetadata({ Metadata: _metadata, ...resource }: Resource): Resource {
  return resource;
}

function placeOf(entry: Entry): Place {
  return { ...originOf(entry), type: entry.resource.Type };
}

/** Code, and templates of nested stacks, go by a digest that says nothing to people. */
const byDigest: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Lambda::Function': 'Code',
  'AWS::Lambda::LayerVersion': 'Content',
};

function isCode({ Type }: Resource, property: string): boolean {
  return byDigest[Type] === property;
}

/** Texts of templates that people choose: settings, and the variables of functions. */
function valuesOf({ Type, Properties = {} }: Resource): Map<string, unknown> {
  if (Type === 'AWS::SSM::Parameter') return new Map([[JSON.stringify(Properties.Name ?? ''), Properties.Value]]);
  const environment = Properties.Environment as { readonly Variables?: Readonly<Record<string, unknown>> } | undefined;
  return new Map(Type === 'AWS::Lambda::Function' ? Object.entries(environment?.Variables ?? {}) : []);
}

function changedValues(place: Place, base: Resource | undefined, head: Resource | undefined): ValueChange[] {
  const [was, is] = [base, head].map((one) => (one === undefined ? new Map<string, unknown>() : valuesOf(one)));
  const names = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
  return [...names].flatMap((name) => {
    const [before, after] = shownBeside(was?.get(name), is?.get(name));
    return before === after ? [] : [{ ...place, name: name.replaceAll('"', ''), before, after }];
  });
}

function defaultsOf(stack: Stack): Map<string, unknown> {
  const parameters = Object.entries(stack.template.Parameters ?? {});
  return new Map(
    parameters
      .filter(([name]) => name !== 'BootstrapVersion')
      .map(([name, parameter]) => [name, 'NoEcho' in parameter ? '(not shown)' : parameter.Default]),
  );
}

function changedParameters({ base, head }: StackPair): ValueChange[] {
  const [was, is] = [defaultsOf(base), defaultsOf(head)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [before, after] = shownBeside(was.get(name), is.get(name));
    return before === after ? [] : [{ constructPath: head.name, type: 'parameter', name, before, after }];
  });
}

interface Changed {
  readonly lost: readonly LostResource[];
  readonly values: readonly ValueChange[];
  readonly code: readonly Place[];
  readonly others: readonly OtherChange[];
}

function inPair(pair: StackPair): Changed {
  const { base, head } = pair;
  const lost: LostResource[] = [];
  const values: ValueChange[] = changedParameters(pair);
  const code: Place[] = [];
  const others: OtherChange[] = [];
  fullDiff(bare(base.template), bare(head.template)).resources.forEachDifference((logicalId, difference) => {
    const [was, is] = [base.template.Resources[logicalId], head.template.Resources[logicalId]];
    const present = is ?? was;
    if (present === undefined) return;
    const place = placeOf({ stack: is === undefined ? base : head, logicalId, resource: present });
    const updates = Object.keys(difference.propertyUpdates);
    const fate = fates[difference.changeImpact];
    if (fate !== undefined) lost.push({ ...place, fate, because: is === undefined ? [] : updates });
    values.push(...changedValues(place, was, is));
    if (was !== undefined && is !== undefined && updates.some((name) => isCode(is, name))) code.push(place);
    const properties = updates.filter((name) => !isCode(present, name));
    const differs = Object.keys((difference as { readonly otherChanges: object }).otherChanges);
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    if (change !== 'changed' || properties.length > 0 || differs.length > 0) {
      others.push({ ...place, change, properties: change === 'changed' ? [...properties, ...differs] : [] });
    }
  });
  return { lost, values, code, others };
}

/** CDK never deletes a stack that an app has no more, so that what it holds stays, and nobody looks after it. */
function leftBehind(stacks: readonly Stack[]): LostResource[] {
  return stacks.map((stack) => {
    const data = Object.values(stack.template.Resources).filter(({ Type }) => dataTypes.has(Type));
    return { constructPath: stack.name, type: 'stack', fate: 'left behind', because: countedTypes(data) };
  });
}

/** Whether a nested stack stands, at any depth, in one of some stacks. */
function standsIn(nested: Stack, some: readonly Stack[], all: readonly Stack[]): boolean {
  const { parent } = nested;
  if (parent === undefined) return false;
  if (some.some(({ name }) => name === parent.name)) return true;
  const between = all.find(({ name }) => name === parent.name);
  return between !== undefined && standsIn(between, some, all);
}

/** CloudFormation deletes a nested stack with the resource that stood for it. */
function ofNestedStack(stack: Stack): LostResource[] {
  return Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({
    ...placeOf({ stack, logicalId, resource }),
    fate: resource.DeletionPolicy?.startsWith('Retain') === true ? 'orphaned' : 'destroyed',
    because: ['its nested stack is removed'],
  }));
}

/** `2 AWS::S3::Bucket`. */
function countedTypes(resources: readonly Resource[]): string[] {
  const types = [...new Set(resources.map(({ Type }) => Type))].sort();
  return types.map((type) => `${String(resources.filter(({ Type }) => Type === type).length)} ${type}`);
}

function holdsData({ type, fate, because }: LostResource): boolean {
  return dataTypes.has(type) || (fate === 'left behind' && because.length > 0);
}

/** What becomes of the resources of an environment. @param paired raw stacks, with all intrinsic functions */
export function templateChanges(environment: Environment, { pairs, removed }: PairedStacks): TemplateChanges {
  const found = pairs.map(inPair);
  const renamed = pairs.flatMap(({ base, renamedFrom }) =>
    renamedFrom === undefined ? [] : [{ ...base, name: renamedFrom }],
  );
  const topLevel = [...removed, ...renamed].filter(({ parent }) => parent === undefined);
  const nested = removed.filter((stack) => stack.parent !== undefined && !standsIn(stack, topLevel, removed));
  const lost = [...found.flatMap((one) => one.lost), ...leftBehind(topLevel), ...nested.flatMap(ofNestedStack)];
  const grantable = (one: LostResource): LostData => {
    const path = withinEnvironment(one.constructPath, environment.name);
    const fingerprint = fingerprintOf('data', { type: one.type, path, fate: one.fate }, environment);
    return { kind: 'data', environment: environment.name, fingerprint, ...one };
  };
  return {
    lostData: lost.filter(holdsData).map(grantable),
    lostOthers: lost.filter((one) => !holdsData(one)),
    values: found.flatMap(({ values }) => values),
    code: found.flatMap(({ code }) => code),
    others: found.flatMap(({ others }) => others),
  };
}
