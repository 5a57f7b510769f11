/** As in the property `InputTransformer` of a rule's target, without intrinsic functions. */
export interface InputTransformer {
  /** JSON paths into the event, by the names that the template gives them. */
  readonly InputPathsMap?: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** EventBridge would refuse the transformer, or the target would get nothing, or nobody has said what it would get. */
export class InvalidInputTransformer extends Error {
  override readonly name = 'InvalidInputTransformer';
}

const mostPaths = 100;

function checkPaths(paths: Readonly<Record<string, string>>): void {
  if (Object.keys(paths).length > mostPaths) {
    throw new InvalidInputTransformer(`InputPathsMap has more than ${String(mostPaths)} entries`);
  }
  for (const name of Object.keys(paths)) {
    if (!/^[\w-]+$/.test(name)) throw new InvalidInputTransformer(`InputPathsMap has the name ${name}`);
  }
}

/** The value at a path in dot notation; undefined where the event has none. */
function valueAt(path: string, event: unknown): unknown {
  if (!/^\$(\.[\w/-]+|\[\d+\])*$/.test(path)) {
    throw new InvalidInputTransformer(`${path} is no JSON path of names and indexes`);
  }
  return (path.match(/[\w/-]+/g) ?? []).reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined,
    event,
  );
}

/** What of the template stands between quotation marks, and what between those. */
interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

function piecesOf(template: string): Piece[] {
  const quoted = /"(?:[^"\\]|\\.)*"/gs;
  const strings = template.match(quoted) ?? [];
  return template.split(quoted).flatMap((text, index) => [
    { text, isQuoted: false },
    { text: strings[index] ?? '', isQuoted: true },
  ]);
}

/**
 * What EventBridge sends to the target of a rule instead of the event.
 *
 * As AWS documents it: nothing is escaped; a variable whose path is not in the event is left empty; an object or list
 * within text loses its quotation marks. The predefined variables are not supported.
 *
 * @param event the whole event, its envelope included
 * @returns for a template of text: its lines, each with the quotation marks around it, as the target gets them
 * @throws InvalidInputTransformer also when what comes out is not what the template was, JSON or lines of text
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput(transformer: InputTransformer, event: unknown): string {
  const { InputPathsMap = {}, InputTemplate } = transformer;
  checkPaths(InputPathsMap);
  const isJson = InputTemplate.trimStart().startsWith('{');

  const rendered = (name: string, isQuoted: boolean): string => {
    const path = InputPathsMap[name];
    if (path === undefined) throw new InvalidInputTransformer(`InputTemplate contains the unknown variable ${name}`);
    const value = valueAt(path, event);
    if (value === null) throw new InvalidInputTransformer(`${path} is null; AWS does not say what becomes of that`);
    if (!isQuoted) return JSON.stringify(value ?? '');
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    const json = JSON.stringify(value);
    return isJson ? json : json.replaceAll('"', '');
  };
  const output = piecesOf(InputTemplate)
    .map(({ text, isQuoted }) => text.replaceAll(/<([^<>]*)>/g, (_all, name: string) => rendered(name, isQuoted)))
    .join('');
  for (const part of isJson ? [output] : output.split('\n')) checkOutput(part, isJson);
  return output;
}

function checkOutput(output: string, isJson: boolean): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch (cause) {
    throw new InvalidInputTransformer(`the target would get ${output}, which is no JSON: values are not escaped`, {
      cause,
    });
  }
  if (!isJson && typeof parsed !== 'string') throw new InvalidInputTransformer(`${output} is no text`);
}
