import { intrinsics, macroIn, type Resolving } from './intrinsics';
import { anotherStack, type EarlierResolved, holdsIn, type Read } from './earlier-resolved';
import { type Identity, identityOf } from './physical-ids';
import { pseudoParameter } from './pseudo-parameters';
import { isStandIn, type StandIn } from './stand-in';
import { isObject, type Resource, type Stack, type Template } from './template';

/** Parts of templates in which no intrinsic function stands: each stands for itself, in every stack. */
const literals = new WeakSet();

/** A template says something that this resolver does not understand. */
class UnresolvedError extends Error {
  override readonly name = 'UnresolvedError';
}

/** `AWS::NoValue`: the property or the item is left out. */
const noValue = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown) => unknown;

/** Stacks that differ in one resource have most of the others in common. */
const earlier = new WeakMap<Resource, EarlierResolved>();

/**
 * Replaces the intrinsic functions of one stack by what they stand for after a deployment.
 *
 * Names that the template gives are the real ones; names that AWS would generate are made up, and the same in each run.
 * Whatever it does not know is an error, never a guess: a policy that was resolved wrongly proves nothing.
 */
class Resolver {
  private readonly identities = new Map<string, Identity>();
  private readonly underway = new Set<string>();
  private readonly readFor = new Map<string, Read>();
  private read: Read = new Set();

  /** The functions that look around in the stack or in others. */
  private readonly ownIntrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (argument) => this.reference(String(argument)),
    Condition: (argument) => this.condition(String(argument)),
    'Fn::GetAtt': (argument) => this.attribute(argument),
    'Fn::Sub': (argument) => this.substitute(argument),
    'Fn::Equals': (argument) => this.equals(argument),
    'Fn::If': (argument) => this.choose(argument),
    'Fn::FindInMap': (argument) => this.findInMap(argument),
    'Fn::ImportValue': (argument) => this.importValue(this.text(argument, 'Fn::ImportValue')),
    'Fn::GetStackOutput': (argument) => this.stackOutput(argument),
  };

  private readonly resolving: Resolving = {
    resolve: this.resolve.bind(this),
    list: this.list.bind(this),
    text: this.text.bind(this),
    unresolved: this.unresolved.bind(this),
  };

  /** Whether a condition was asked about that nobody can decide. */
  private isOpen = false;

  constructor(
    private readonly stack: Stack,
    private readonly others: readonly Stack[],
    private readonly standIn?: StandIn,
  ) {}

  public template(): Template {
    const { Resources, Outputs = {} } = this.stack.template;
    const macro = macroIn(this.stack.template);
    if (macro !== undefined && this.standIn === undefined)
      throw this.unresolved(`${macro}: what it makes is known only when the stack is deployed`);
    return {
      ...this.stack.template,
      Resources: Object.fromEntries(
        Object.entries(Resources)
          .filter(([, { Condition }]) => Condition === undefined || this.mayHold(Condition))
          .map(([id, resource]) => [id, this.resource(resource)]),
      ),
      Outputs: Object.fromEntries(
        Object.entries(Outputs).map(([id, output]) => [id, { ...output, Value: this.resolve(output.Value) }]),
      ),
    };
  }

  public resolve(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || literals.has(value)) return value;
    if (Array.isArray(value)) {
      const items = value as unknown[];
      const resolved = items.map((item) => this.resolve(item));
      if (resolved.every((item, index) => item === items[index])) return this.literal(items);
      return resolved.filter((item) => item !== noValue);
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const loop = entries.find(([key]) => key.startsWith('Fn::ForEach'));
    if (loop !== undefined && this.standIn === undefined)
      throw this.unresolved(`${loop[0]} is not understood: write out what it repeats`);
    const [name, argument] = entries[0] ?? ['', undefined];
    // A policy's `Condition` has an object below it, the intrinsic of that name the name of a condition.
    const isIntrinsic =
      entries.length === 1 &&
      (name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string'));
    if (isIntrinsic) return this.evaluated(name, argument);
    const resolved = entries.map(([key, item]) => [key, this.resolve(item)] as const);
    if (resolved.every(([, item], index) => item === entries[index]?.[1])) return this.literal(value);
    return Object.fromEntries(resolved.filter(([, item]) => item !== noValue));
  }

  private evaluated(name: string, argument: unknown): unknown {
    if (this.standIn === undefined) return this.evaluate(name, argument);
    try {
      return this.evaluate(name, argument);
    } catch {
      return this.standIn({ [name]: argument });
    }
  }

  private evaluate(name: string, argument: unknown): unknown {
    const own = this.ownIntrinsics[name];
    if (own !== undefined) return own(argument);
    const intrinsic = intrinsics[name];
    if (intrinsic === undefined) throw this.unresolved(`intrinsic function ${name} is unknown`);
    return intrinsic(argument, this.resolving);
  }

  private literal<Part extends object>(part: Part): Part {
    literals.add(part);
    return part;
  }

  private resource(resource: Resource): Resource {
    if (resource.Properties === undefined) return resource;
    const known = this.standIn === undefined ? earlier.get(resource) : undefined;
    if (known !== undefined && holdsIn(this.stack, known)) return known.resolved;
    const { made, read } = this.reading(() => this.resolve(resource.Properties));
    const resolved = { ...resource, Properties: made as Readonly<Record<string, unknown>> };
    if (known === undefined && this.standIn === undefined) earlier.set(resource, { resolved, stack: this.stack, read });
    return resolved;
  }

  /** What the work makes, with what it reads, which also counts as read by the work around it. */
  private reading<Made>(work: () => Made): { readonly made: Made; readonly read: Read } {
    const around = this.read;
    const read: Read = new Set();
    this.read = read;
    try {
      return { made: work(), read };
    } finally {
      this.read = around;
      for (const id of read) around.add(id);
    }
  }

  private reference(name: string): unknown {
    if (name === 'AWS::NoValue') return noValue;
    const pseudo = pseudoParameter(name, this.stack);
    if (pseudo !== undefined) return pseudo;
    const parameter = this.stack.template.Parameters?.[name];
    return parameter === undefined ? this.identity(name).ref : this.parameter(name, parameter);
  }

  private parameter(name: string, parameter: { readonly Type: string; readonly Default?: unknown }): unknown {
    const passed = this.passedByParent(name);
    if (passed !== undefined) return passed.value;
    if (parameter.Type.startsWith('AWS::SSM::') || parameter.Default === undefined) {
      throw this.unresolved(`the value of parameter ${name} is known only when the stack is deployed`);
    }
    return parameter.Default;
  }

  /** What the stack that deploys this one gives to one of its parameters. */
  private passedByParent(parameter: string): { readonly value: unknown } | undefined {
    const { parent, region } = this.stack;
    if (parent === undefined) return undefined;
    this.read.add(anotherStack);
    const deploying = this.others.find((other) => other.name === parent.name && other.region === region);
    const passed = deploying?.template.Resources[parent.logicalId]?.Properties?.Parameters;
    if (deploying === undefined || !isObject(passed) || !(parameter in passed)) return undefined;
    return { value: new Resolver(deploying, this.others, this.standIn).resolve(passed[parameter]) };
  }

  /** An output of a stack that this one deploys within itself. */
  private nestedOutput(logicalId: string, output: string): unknown {
    this.read.add(anotherStack);
    const { name, region } = this.stack;
    const nested = this.others.find(
      (other) => other.parent?.name === name && other.parent.logicalId === logicalId && other.region === region,
    );
    const found = nested?.template.Outputs?.[output];
    if (nested === undefined || found === undefined) {
      throw this.unresolved(`the nested stack ${logicalId} has no output ${output}, or was not read`);
    }
    return new Resolver(nested, this.others, this.standIn).resolve(found.Value);
  }

  private identity(logicalId: string): Identity {
    const known = this.identities.get(logicalId);
    if (known !== undefined) {
      for (const id of this.readFor.get(logicalId) ?? []) this.read.add(id);
      return known;
    }
    this.read.add(logicalId);
    const { made, read } = this.reading(() => this.madeIdentity(logicalId));
    this.identities.set(logicalId, made);
    this.readFor.set(logicalId, read.add(logicalId));
    return made;
  }

  private madeIdentity(logicalId: string): Identity {
    const resource = this.stack.template.Resources[logicalId];
    if (resource === undefined) throw this.unresolved(`it has no resource and no parameter ${logicalId}`);
    if (this.underway.has(logicalId)) throw this.unresolved(`the name of ${logicalId} refers to itself`);
    this.underway.add(logicalId);
    const identity = identityOf(resource.Type, {
      stack: this.stack,
      logicalId,
      property: (name) => {
        const value = this.resolve(resource.Properties?.[name]);
        return value === undefined || value === noValue ? undefined : this.text(value, `${logicalId}.${name}`);
      },
    });
    this.underway.delete(logicalId);
    return identity;
  }

  private attribute(argument: unknown): unknown {
    const [logicalId = '', ...path] =
      typeof argument === 'string'
        ? argument.split('.')
        : this.list(argument, 'Fn::GetAtt').map((part) => this.text(part, 'Fn::GetAtt'));
    const attribute = path.join('.');
    if (attribute.startsWith('Outputs.')) return this.nestedOutput(logicalId, attribute.slice('Outputs.'.length));
    const value = this.identity(logicalId).attributes[attribute];
    if (value === undefined) {
      const type = this.stack.template.Resources[logicalId]?.Type ?? '';
      throw this.unresolved(
        `attribute ${attribute} of ${logicalId} (${type}) is unknown; add it to tools/access/physical-ids.ts`,
      );
    }
    return value;
  }

  private substitute(argument: unknown): string {
    const [text, variables = {}] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
    if (!isObject(variables)) throw this.unresolved('the variables of Fn::Sub are no object');
    return this.text(text, 'Fn::Sub').replaceAll(/\$\{([^}]+)\}/g, (_all, name: string) => {
      // `${!Name}` is CloudFormation's way to write `${Name}` itself.
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return this.text(this.resolve(variables[name]), `Fn::Sub of ${name}`);
      return this.text(name.includes('.') ? this.attribute(name) : this.reference(name), `Fn::Sub of ${name}`);
    });
  }

  private choose(argument: unknown): unknown {
    const [name, whenTrue, whenFalse] = this.list(argument, 'Fn::If');
    const { holds, isOpen } = this.decided(this.text(name, 'Fn::If'));
    if (isOpen) throw this.unresolved('nobody can decide the condition of Fn::If');
    return this.resolve(holds ? whenTrue : whenFalse);
  }

  private decided(name: string): { readonly holds: boolean; readonly isOpen: boolean } {
    const around = this.isOpen;
    this.isOpen = false;
    const holds = this.condition(name) === true;
    const { isOpen } = this;
    this.isOpen ||= around;
    return { holds, isOpen };
  }

  private mayHold(name: string): boolean {
    const { holds, isOpen } = this.decided(name);
    return holds || isOpen;
  }

  private equals(argument: unknown): boolean {
    const [left = '', right = ''] = this.list(argument, 'Fn::Equals').map((item) => JSON.stringify(this.resolve(item)));
    if (left !== right && (isStandIn(left) || isStandIn(right))) this.isOpen = true;
    return left === right;
  }

  private condition(name: string): unknown {
    const condition = this.stack.template.Conditions?.[name];
    if (condition === undefined) throw this.unresolved(`it has no condition ${name}`);
    return this.resolve(condition);
  }

  private findInMap(argument: unknown): unknown {
    const parts = this.list(argument, 'Fn::FindInMap');
    const path = parts.slice(0, 3).map((part) => this.text(this.resolve(part), 'Fn::FindInMap'));
    const [map = '', first = '', second = ''] = path;
    const value = this.stack.template.Mappings?.[map]?.[first]?.[second];
    const otherwise = parts[3];
    if (value === undefined && isObject(otherwise) && 'DefaultValue' in otherwise) {
      return this.resolve(otherwise.DefaultValue);
    }
    if (value === undefined) throw this.unresolved(`its mappings have no ${path.join(' / ')}`);
    return value;
  }

  private importValue(exportName: string): unknown {
    this.read.add(anotherStack);
    for (const other of this.others) {
      const resolver = new Resolver(other, this.others, this.standIn);
      for (const { Export, Value } of Object.values(other.template.Outputs ?? {})) {
        if (Export !== undefined && resolver.resolve(Export.Name) === exportName) return resolver.resolve(Value);
      }
    }
    throw this.unresolved(`no stack exports ${exportName}`);
  }

  private stackOutput(argument: unknown): unknown {
    this.read.add(anotherStack);
    const wanted = this.resolve(argument);
    if (!isObject(wanted)) throw this.unresolved('the argument of Fn::GetStackOutput is no object');
    const { StackName, OutputName, Region = this.stack.region } = wanted;
    const other = this.others.find(({ name, region }) => name === StackName && region === Region);
    const output = other?.template.Outputs?.[this.text(OutputName, 'Fn::GetStackOutput')];
    if (other === undefined || output === undefined) {
      throw this.unresolved(`no stack ${String(StackName)} in ${String(Region)} has an output ${String(OutputName)}`);
    }
    return new Resolver(other, this.others, this.standIn).resolve(output.Value);
  }

  private list(value: unknown, where: string): readonly unknown[] {
    const resolved = Array.isArray(value) ? (value as unknown[]) : this.resolve(value);
    if (!Array.isArray(resolved)) throw this.unresolved(`${where} needs a list`);
    return resolved;
  }

  private text(value: unknown, where: string): string {
    const resolved = this.resolve(value);
    if (typeof resolved === 'string' || typeof resolved === 'number') return String(resolved);
    throw this.unresolved(`${where} needs text`);
  }

  private unresolved(what: string): UnresolvedError {
    return new UnresolvedError(`${this.stack.name}: ${what}`);
  }
}

/**
 * The stack with every intrinsic function of its resources and outputs replaced by what it stands for.
 *
 * @param others stacks whose outputs it may read; itself among them or not
 * @param standIn for comparisons, in which what nobody knows only has to be the same on both sides; what hangs on a
 *   condition that nobody can decide is then taken for there. @default - whatever is not understood is an error
 * @throws UnresolvedError that names the function, reference or attribute that is not understood
 */
export function resolveStack(stack: Stack, others: readonly Stack[] = [], standIn?: StandIn): Stack {
  return { ...stack, template: new Resolver(stack, others, standIn).template() };
}
