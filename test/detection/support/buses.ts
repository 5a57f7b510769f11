import { defaultEventBusArn } from '../../../lib/config/names';
import { watchesAccount } from '../../../lib/detection/account-wide';
import { globalRegionOf } from '../../../lib/detection/global-region';
import { entriesOf } from '../../../tools/access/template';
import { type EventPattern, matchesEventPattern } from '../../../tools/detection/event-pattern';
import type { InputTransformer } from '../../../tools/detection/input-transformer';
import type { Room } from '../../support/room';
import type { ObservedEvent } from './observed-events';

/** A rule that waits for events, as the template has it. */
export interface BusRule {
  readonly Name?: string;
  readonly EventPattern?: EventPattern;
  readonly State?: string;
  readonly EventBusName?: string;
  readonly Targets: readonly {
    readonly Id?: string;
    readonly Arn: string;
    readonly InputTransformer?: InputTransformer;
  }[];
}

/** A message on its way to people. */
export interface Delivery {
  /** Its place in the list of what was observed. */
  readonly at: number;
  readonly topic: string;
  readonly transformer: InputTransformer | undefined;
}

const every = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** Whether EventBridge asks the rule at all. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html */
function isAsked(state: string, { event }: ObservedEvent): boolean {
  if (state === every) return true;
  const { readOnly, managementEvent } = event.detail;
  const onlyReads =
    event['detail-type'] === 'AWS API Call via CloudTrail' && readOnly === true && managementEvent !== false;
  return state === 'ENABLED' && !onlyReads;
}

type Rung = ReadonlySet<number>;

const known = new WeakMap<readonly ObservedEvent[], WeakMap<EventPattern, Map<string, Rung>>>();

/** Places of what a rule takes. Stacks that differ elsewhere share their patterns, so each is asked once. */
function rungBy({ EventPattern, State = 'ENABLED', EventBusName }: BusRule, observed: readonly ObservedEvent[]): Rung {
  if (EventPattern === undefined || EventBusName !== undefined) return new Set();
  const byPattern = known.get(observed) ?? new WeakMap<EventPattern, Map<string, Rung>>();
  known.set(observed, byPattern);
  const byState = byPattern.get(EventPattern) ?? new Map<string, Rung>();
  byPattern.set(EventPattern, byState);
  const rung =
    byState.get(State) ??
    new Set(
      observed.flatMap((one, at) => (isAsked(State, one) && matchesEventPattern(EventPattern, one.event) ? [at] : [])),
    );
  byState.set(State, rung);
  return rung;
}

/** EventBridge takes no target without an id. */
function taken(targets: BusRule['Targets']): BusRule['Targets'] {
  return targets.filter(({ Id = '' }) => Id !== '');
}

export function busRulesIn(room: Room, region: string): BusRule[] {
  return entriesOf(
    room.assembly.stacks.filter((stack) => stack.region === region),
    'AWS::Events::Rule',
  ).map(({ resource }) => resource.Properties as unknown as BusRule);
}

/**
 * What the rules of an environment send to topics when all that happens: an event of the global Region comes home once for
 * each rule there that brings it, and rings as often.
 */
export function deliveriesOf(room: Room, observed: readonly ObservedEvent[]): Delivery[] {
  const { environment } = room;
  const globalRegion = globalRegionOf(environment);
  const isElsewhere = ({ event }: ObservedEvent) =>
    globalRegion !== environment.region && event.region === globalRegion;
  const home = defaultEventBusArn(environment);
  // The environment that watches over the account brings to the same bus whatever this one looks for.
  const isBroughtByOther = !watchesAccount(environment);
  const copies = observed.map((one): number => (isElsewhere(one) && !isBroughtByOther ? 0 : 1));
  if (globalRegion !== environment.region) {
    for (const rule of busRulesIn(room, globalRegion)) {
      if (!taken(rule.Targets).some(({ Arn }) => Arn === home)) continue;
      for (const at of rungBy(rule, observed)) {
        const one = observed[at];
        if (one !== undefined && isElsewhere(one)) copies[at] = (copies[at] ?? 0) + 1;
      }
    }
  }
  return busRulesIn(room, environment.region).flatMap((rule) => {
    const rung = [...rungBy(rule, observed)].flatMap((at) => Array.from({ length: copies[at] ?? 0 }, () => at));
    return taken(rule.Targets).flatMap(({ Arn, InputTransformer }) =>
      rung.map((at) => ({ at, topic: Arn, transformer: InputTransformer })),
    );
  });
}
