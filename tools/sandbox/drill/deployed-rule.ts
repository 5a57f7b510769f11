import { type EventPattern, matchesEventPattern } from '../../detection/event-pattern';
import { type InputTransformer, transformInput } from '../../detection/input-transformer';
import type { Services } from './services';

interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly InputTransformer?: InputTransformer;
}

/** A rule as EventBridge describes it, if it waits for events. */
export interface DeployedRule {
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly state: string;
  readonly description: string;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
}

interface DescribedRule {
  readonly Name: string;
  readonly Arn: string;
  readonly State: string;
  readonly Description?: string;
  readonly EventPattern?: string;
}

export async function readRules(services: Services): Promise<DeployedRule[]> {
  const described = await services.all<DescribedRule>('events', 'ListRules', 'Rules', 'NextToken');
  const waiting = described.filter(({ EventPattern: pattern }) => pattern !== undefined);
  return Promise.all(
    waiting.map(async ({ Name, Arn, State, Description = '', EventPattern: pattern = '{}' }) => {
      const { Targets = [] } = await services.call('events', 'ListTargetsByRule', { Rule: Name });
      return {
        ...{ region: services.region, name: Name, arn: Arn, state: State, description: Description },
        pattern: JSON.parse(pattern) as EventPattern,
        targets: Targets as readonly Target[],
      };
    }),
  );
}

/** An event with its envelope. */
export interface BusEvent {
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export function matches({ pattern }: DeployedRule, event: BusEvent): boolean {
  return matchesEventPattern(pattern, event);
}

/** Topics of a rule with what it says there. */
export function messagesOf({ targets }: DeployedRule, event: BusEvent): { topicArn: string; message: string }[] {
  return targets.flatMap(({ Arn, InputTransformer: transformer }) =>
    Arn.split(':')[2] === 'sns' && transformer !== undefined
      ? [{ topicArn: Arn, message: transformInput(asTheEmulatorReads(transformer), event) }]
      : [],
  );
}

/** The emulator finds nothing at a path with an index, where AWS finds the element. */
function asTheEmulatorReads(transformer: InputTransformer): InputTransformer {
  const paths = Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]) => [
    name,
    path.includes('[') ? '$.nothing' : path,
  ]);
  return { ...transformer, InputPathsMap: Object.fromEntries(paths) as Record<string, string> };
}

/**
 * A message without what no two servers write alike: the moment in which the event arrived, and the spaces within a list.
 */
export function comparable(message: string): string {
  return message.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>').replaceAll(/, +/g, ',');
}

/** The first line as it stands in the inbox. */
export function firstLineOf(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replace(/^"(.*)"$/, '$1');
}
