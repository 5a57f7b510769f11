import { type Identity, identityOf } from './physical-ids';
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

/**
 * Replaces the intrinsic functions of one stack by what they stand for after a deployment.
 *
 * Names that the template gives are the real ones; names that AWS would generate are made up, and the same in each run.
 * Whatever it does not know is an error, never a guess: a policy that was resolved wrongly proves nothing.
 */
class Resolver {
  private readonly identities = new Map<string, Identity>();
  private readonly underway = new Set<string>();

  private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (argument) => this.reference(String(argument)),
    Condition: (argument) => this.condition(String(argument)),
    'Fn::GetAtt': (argument) => this.attribute(argument),
    'Fn::Join': (argument) => this.join(argument),
    'Fn::Sub': (argument) => this.substitute(argument),
    'Fn::If': (argument) => this.choose(argument),
    'Fn::FindInMap': (argument) => this.findInMap(argument),
    'Fn::Select': (argument) => this.select(argument),
    'Fn::Split': (argument) => this.split(argument),
    'Fn::ImportValue': (argument) => this.importValue(this.text(argument, 'Fn::ImportValue')),
    'Fn::GetStackOutput': (argument) => this.stackOutput(argument),
    'Fn::Equals': (argument) => {
      const [left, right] = this.list(argument, 'Fn::Equals').map((item) => JSON.stringify(this.resolve(item)));
      return left === right;
    },
    'Fn::Not': (argument) => this.list(argument, 'Fn::Not').every((item) => this.resolve(item) !== true),
    'Fn::And': (argument) => this.list(argument, 'Fn::And').every((item) => this.resolve(item) === true),
    'Fn::Or': (argument) => this.list(argument, 'Fn::Or').some((item) => this.resolve(item) === true),
  };

  constructor(
    private readonly stack: Stack,
    private readonly others: readonly Stack[],
  ) {}

  public template(): Template {
    const { Resources, Outputs = {} } = this.stack.template;
    return {
      ...this.stack.template,
      Resources: Object.fromEntries(
        Object.entries(Resources)
          .filter(([, { Condition }]) => Condition === undefined || this.condition(Condition) === true)
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
    const [name, argument] = entries[0] ?? ['', undefined];
    // A policy's `Condition` has an object below it, the intrinsic of that name the name of a condition.
    const isIntrinsic =
      entries.length === 1 &&
      (name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string'));
    if (isIntrinsic) {
      const intrinsic = this.intrinsics[name];
      if (intrinsic === undefined) throw this.unresolved(`intrinsic function ${name} is unknown`);
      return intrinsic(argument);
    }
    const resolved = entries.map(([key, item]) => [key, this.resolve(item)] as const);
    if (resolved.every(([, item], index) => item === entries[index]?.[1])) return this.literal(value);
    return Object.fromEntries(resolved.filter(([, item]) => item !== noValue));
  }

  private literal<Part extends object>(part: Part): Part {
    literals.add(part);
    return part;
  }

  private resource(resource: Resource): Resource {
    return resource.Properties === undefined
      ? resource
      : { ...resource, Properties: this.resolve(resource.Properties) as Readonly<Record<string, unknown>> };
  }

  private reference(name: string): unknown {
    const { account, region, partition, urlSuffix } = this.stack;
    switch (name) {
      case 'AWS::AccountId':
        return account;
      case 'AWS::NoValue':
        return noValue;
      case 'AWS::Partition':
        return partition;
      case 'AWS::Region':
        return region;
      case 'AWS::StackId':
        return `arn:${partition}:cloudformation:${region}:${account}:stack/${this.stack.name}/id`;
      case 'AWS::StackName':
        return this.stack.name;
      case 'AWS::URLSuffix':
        return urlSuffix;
      default:
        return this.stack.template.Parameters?.[name] === undefined
          ? this.identity(name).ref
          : this.parameter(name, this.stack.template.Parameters[name]);
    }
  }

  private parameter(name: string, parameter: { readonly Type: string; readonly Default?: unknown }): unknown {
    if (parameter.Type.startsWith('AWS::SSM::') || parameter.Default === undefined) {
      throw this.unresolved(`the value of parameter ${name} is known only when the stack is deployed`);
    }
    return parameter.Default;
  }

  private identity(logicalId: string): Identity {
    const known = this.identities.get(logicalId);
    if (known !== undefined) return known;
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
    this.identities.set(logicalId, identity);
    return identity;
  }

  private attribute(argument: unknown): string {
    const [logicalId = '', ...path] =
      typeof argument === 'string' ? argument.split('.') : this.list(argument, 'Fn::GetAtt').map(String);
    const attribute = path.join('.');
    const value = this.identity(logicalId).attributes[attribute];
    if (value === undefined) {
      const type = this.stack.template.Resources[logicalId]?.Type ?? '';
      throw this.unresolved(
        `attribute ${attribute} of ${logicalId} (${type}) is unknown; add it to tools/access/physical-ids.ts`,
      );
    }
    return value;
  }

  private join(argument: unknown): string {
    const [separator, parts] = this.list(argument, 'Fn::Join');
    return this.list(this.resolve(parts), 'Fn::Join')
      .map((part) => this.text(part, 'Fn::Join'))
      .join(this.text(separator, 'Fn::Join'));
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
    return this.resolve(this.condition(this.text(name, 'Fn::If')) === true ? whenTrue : whenFalse);
  }

  private condition(name: string): unknown {
    const condition = this.stack.template.Conditions?.[name];
    if (condition === undefined) throw this.unresolved(`it has no condition ${name}`);
    return this.resolve(condition);
  }

  private findInMap(argument: unknown): unknown {
    const path = this.list(argument, 'Fn::FindInMap')
      .slice(0, 3)
      .map((part) => this.text(this.resolve(part), 'Fn::FindInMap'));
    const [map = '', first = '', second = ''] = path;
    const value = this.stack.template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined) throw this.unresolved(`its mappings have no ${path.join(' / ')}`);
    return value;
  }

  private select(argument: unknown): unknown {
    const [index, items] = this.list(argument, 'Fn::Select');
    const value = this.list(this.resolve(items), 'Fn::Select')[Number(this.resolve(index))];
    if (value === undefined) throw this.unresolved(`Fn::Select finds no item ${String(index)}`);
    return value;
  }

  private split(argument: unknown): string[] {
    const [separator, text] = this.list(argument, 'Fn::Split');
    return this.text(this.resolve(text), 'Fn::Split').split(this.text(separator, 'Fn::Split'));
  }

  private importValue(exportName: string): unknown {
    for (const other of this.others) {
      const resolver = new Resolver(other, this.others);
      for (const { Export, Value } of Object.values(other.template.Outputs ?? {})) {
        if (Export !== undefined && resolver.resolve(Export.Name) === exportName) return resolver.resolve(Value);
      }
    }
    throw this.unresolved(`no stack exports ${exportName}`);
  }

  private stackOutput(argument: unknown): unknown {
    const wanted = this.resolve(argument);
    if (!isObject(wanted)) throw this.unresolved('the argument of Fn::GetStackOutput is no object');
    const { StackName, OutputName, Region = this.stack.region } = wanted;
    const other = this.others.find(({ name, region }) => name === StackName && region === Region);
    const output = other?.template.Outputs?.[this.text(OutputName, 'Fn::GetStackOutput')];
    if (other === undefined || output === undefined) {
      throw this.unresolved(`no stack ${String(StackName)} in ${String(Region)} has an output ${String(OutputName)}`);
    }
    return new Resolver(other, this.others).resolve(output.Value);
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
 * @throws UnresolvedError that names the function, reference or attribute that is not understood
 */
export function resolveStack(stack: Stack, others: readonly Stack[] = []): Stack {
  return { ...stack, template: new Resolver(stack, others).template() };
}
