import { addressBlocks } from './address-blocks';
import { listOf, type Template } from './template';

/** What the functions of a template need of whoever resolves it. */
export interface Resolving {
  readonly resolve: (value: unknown) => unknown;
  /** @throws an error that names the place, for what is no list */
  readonly list: (value: unknown, where: string) => readonly unknown[];
  /** @throws an error that names the place, for what is neither text nor number */
  readonly text: (value: unknown, where: string) => string;
  readonly unresolved: (what: string) => Error;
}

type Intrinsic = (argument: unknown, resolving: Resolving) => unknown;

function join(argument: unknown, { resolve, list, text }: Resolving): string {
  const [separator, parts] = list(argument, 'Fn::Join');
  return list(resolve(parts), 'Fn::Join')
    .map((part) => text(part, 'Fn::Join'))
    .join(text(separator, 'Fn::Join'));
}

function select(argument: unknown, { resolve, list, unresolved }: Resolving): unknown {
  const [index, items] = list(argument, 'Fn::Select');
  const value = list(resolve(items), 'Fn::Select')[Number(resolve(index))];
  if (value === undefined) throw unresolved(`Fn::Select finds no item ${String(index)}`);
  return value;
}

function split(argument: unknown, { resolve, list, text }: Resolving): string[] {
  const [separator, parts] = list(argument, 'Fn::Split');
  return text(resolve(parts), 'Fn::Split').split(text(separator, 'Fn::Split'));
}

function cidr(argument: unknown, { list, text, unresolved }: Resolving): string[] {
  const [range = '', count, bits = '8'] = list(argument, 'Fn::Cidr').map((part) => text(part, 'Fn::Cidr'));
  const blocks = addressBlocks(range, Number(count), Number(bits));
  if (blocks === undefined) throw unresolved(`Fn::Cidr cannot divide ${range}`);
  return blocks;
}

const onlyDeployed =
  (name: string, what: string): Intrinsic =>
  (_argument, { unresolved }) => {
    throw unresolved(`${name} stands for ${what}, which is known only when the stack is deployed`);
  };

/**
 * The functions of templates that need nothing but their arguments, and those of which nobody can tell the result.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'Fn::And': (argument, { resolve, list }) => list(argument, 'Fn::And').every((item) => resolve(item) === true),
  'Fn::Base64': (argument, { text }) => Buffer.from(text(argument, 'Fn::Base64')).toString('base64'),
  'Fn::Cidr': cidr,
  'Fn::GetAZs': onlyDeployed('Fn::GetAZs', 'the Availability Zones of an account'),
  'Fn::Join': join,
  'Fn::Length': (argument, { list }) => list(argument, 'Fn::Length').length,
  'Fn::Not': (argument, { resolve, list }) => list(argument, 'Fn::Not').every((item) => resolve(item) !== true),
  'Fn::Or': (argument, { resolve, list }) => list(argument, 'Fn::Or').some((item) => resolve(item) === true),
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::ToJsonString': (argument, { resolve }) => JSON.stringify(resolve(argument)),
  'Fn::Transform': onlyDeployed('Fn::Transform', 'what a macro makes'),
};

/** A macro of the template, which may change anything; `AWS::LanguageExtensions` only adds functions, each known here or refused. */
export function macroIn({ Transform, Resources }: Template): string | undefined {
  const macro = listOf(Transform).find((one) => one !== 'AWS::LanguageExtensions');
  return macro === undefined
    ? Object.keys(Resources).find((id) => id.startsWith('Fn::'))
    : `Transform ${JSON.stringify(macro)}`;
}
