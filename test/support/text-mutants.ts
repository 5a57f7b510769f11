import { isObject, type Resource } from '../../tools/access/template';

/** Changes of what a resource says in text, where leaving something out is not the only way to lose an alarm. */

interface Change {
  readonly what: string;
  readonly resource: Resource;
}

interface Part {
  readonly what: string;
  readonly value: unknown;
}

/** A condition of a filter pattern. */
const condition = /\$\.[\w.]+ (?:NOT EXISTS|IS NULL|[!=<>]+ "[^"]*")/g;

/** The pattern without one of its conditions, each once. */
function* weakerFilter(pattern: string): Generator<Part> {
  for (const { 0: found, index } of pattern.matchAll(condition)) {
    const value = `${pattern.slice(0, index)}$.nothing NOT EXISTS${pattern.slice(index + found.length)}`;
    yield { what: `FilterPattern without ${found}`, value };
  }
}

/** Every text below a value, changed, each once. */
function* otherTexts(value: unknown, path: string, other: (text: string) => string): Generator<Part> {
  if (typeof value === 'string') {
    yield { what: `${path} changed`, value: other(value) };
  } else if (Array.isArray(value)) {
    const items = value as unknown[];
    for (const [index, item] of items.entries()) {
      for (const part of otherTexts(item, `${path}[]`, other)) {
        yield { what: part.what, value: items.with(index, part.value) };
      }
    }
  } else if (isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))) {
    for (const [key, item] of Object.entries(value)) {
      for (const part of otherTexts(item, `${path}.${key}`, other)) {
        yield { what: part.what, value: { ...value, [key]: part.value } };
      }
    }
  }
}

const longer = (text: string) => `${text}2`;

/** The text without one of its lines, each once. */
function* fewerLines(text: string, path: string): Generator<Part> {
  const lines = text.split('\n');
  for (const index of lines.keys()) {
    yield { what: `${path} without a line`, value: lines.toSpliced(index, 1).join('\n') };
  }
}

interface Target {
  readonly InputTransformer?: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** A target that speaks otherwise, or to somebody else. */
function* otherTargets(targets: readonly Target[]): Generator<Part> {
  for (const [index, target] of targets.entries()) {
    const { InputTransformer: transformer, ...rest } = target;
    for (const part of otherTexts(rest, 'Targets[]', longer)) {
      if (part.what.endsWith('.Id changed')) continue;
      const changed = { ...(part.value as Target), ...(transformer && { InputTransformer: transformer }) };
      yield { what: part.what, value: targets.with(index, changed) };
    }
    if (transformer === undefined) continue;
    const put = (changed: Partial<typeof transformer>) =>
      targets.with(index, { ...target, InputTransformer: { ...transformer, ...changed } });
    for (const { value } of otherTexts(transformer.InputPathsMap, '', () => '$.nothing')) {
      yield {
        what: 'Targets[].InputTransformer path changed',
        value: put({ InputPathsMap: value as Record<string, string> }),
      };
    }
    for (const { what, value } of fewerLines(transformer.InputTemplate, 'Targets[].InputTransformer')) {
      yield { what, value: put({ InputTemplate: value as string }) };
    }
  }
}

/** The page without a widget, without an alarm or without a metric. */
function* fewerWidgets(body: string): Generator<Part> {
  const page = JSON.parse(body) as { readonly widgets: readonly { readonly properties: Record<string, unknown> }[] };
  const { widgets } = page;
  const put = (changed: typeof widgets) => JSON.stringify({ ...page, widgets: changed });
  for (const [index, widget] of widgets.entries()) {
    yield { what: 'DashboardBody without a widget', value: put(widgets.toSpliced(index, 1)) };
    for (const name of ['alarms', 'metrics']) {
      const listed = (widget.properties[name] ?? []) as readonly unknown[];
      for (const at of listed.keys()) {
        const properties = { ...widget.properties, [name]: listed.toSpliced(at, 1) };
        yield {
          what: `DashboardBody without one of its ${name}`,
          value: put(widgets.with(index, { ...widget, properties })),
        };
      }
    }
  }
}

/** An incident without one of its causes. */
function* fewerCauses(rule: string): Generator<Part> {
  const causes = rule.split(' OR ');
  for (const index of causes.keys())
    yield { what: 'AlarmRule without a cause', value: causes.toSpliced(index, 1).join(' OR ') };
}

/** Ways to change one property of one type. */
const ways: Readonly<Record<string, (value: unknown) => Iterable<Part>>> = {
  'AWS::Logs::MetricFilter FilterPattern': (value) => weakerFilter(value as string),
  'AWS::Events::Rule Targets': (value) => otherTargets(value as readonly Target[]),
  'AWS::Events::Rule State': () => [{ what: 'State switched off', value: 'DISABLED' }],
  'AWS::CloudWatch::Dashboard DashboardBody': (value) => fewerWidgets(value as string),
  'AWS::CloudWatch::CompositeAlarm AlarmRule': (value) => fewerCauses(value as string),
};

/** Types each of whose texts matters. */
const speaking = /^AWS::(?:CloudWatch::|Logs::(?:MetricFilter|Delivery)|SNS::Subscription)/;

function partsOf(type: string, name: string, value: unknown): Iterable<Part> {
  const way = ways[`${type} ${name}`];
  if (way !== undefined) return way(value);
  return speaking.test(type) && name !== 'Tags' ? otherTexts(value, name, longer) : [];
}

/** Every change of a resource's texts. */
export function* otherwiseWritten(resource: Resource): Generator<Change> {
  const { Type, Properties = {} } = resource;
  for (const [name, value] of Object.entries(Properties)) {
    for (const part of partsOf(Type, name, value)) {
      yield { what: part.what, resource: { ...resource, Properties: { ...Properties, [name]: part.value } } };
    }
  }
}
