import type { RecordedEvent } from '../../detection/recordings/events/recorded-event';
import { type BusEvent, type DeployedRule, matches, readRules } from './deployed-rule';
import type { Sent } from './expected-rings';
import { Inbox } from './inbox';
import { put } from './put-events';
import { verdict } from './ring-alarms';
import type { DrillRow } from './row';
import type { Services } from './services';

const targetId = 'Drill';

export interface ForwardingDrill {
  readonly account: string;
  /** Of the home Region. */
  readonly services: Services;
  /** Of the Region in which global events arrive. */
  readonly global: Services;
}

interface Forwarded {
  readonly carried: readonly RecordedEvent[];
  readonly rows: readonly DrillRow[];
}

/** Puts events onto the bus of the other Region, and takes in the drill's own hands what its rules hand on. */
export async function forward(drill: ForwardingDrill, events: readonly RecordedEvent[]): Promise<Forwarded> {
  const { account, services, global } = drill;
  const rules = await readRules(global);
  const inbox = await Inbox.open(global, account, []);
  try {
    const Targets = [{ Id: targetId, Arn: inbox.arn }];
    for (const { name } of rules) await global.call('events', 'PutTargets', { Rule: name, Targets });
    const sent = await put(global, account, events);
    const handed = (await inbox.take()).map((body) => JSON.parse(body) as BusEvent);
    const carried = new Map(handed.map((event) => [event.id, event]));
    return {
      carried: sent.flatMap(({ recorded, event }) => {
        const arrived = carried.get(event.id);
        return arrived === undefined ? [] : [{ ...recorded, event: arrived }];
      }),
      rows: [
        ...rules.map((rule) => forwardingRow(rule, { sent, handed, homeRegion: services.region })),
        ...sent.filter(({ recorded }) => recorded.rings.length > 0).flatMap((one) => notOnce(one, handed)),
      ],
    };
  } finally {
    for (const { name } of rules) await global.call('events', 'RemoveTargets', { Rule: name, Ids: [targetId] });
    await inbox.close();
  }
}

function copiesOf({ event }: Sent, handed: readonly BusEvent[]): number {
  return handed.filter(({ id }) => id === event.id).length;
}

/** An event that must ring and does not come home, or comes more than once and would ring as often. */
function notOnce(one: Sent, handed: readonly BusEvent[]): DrillRow[] {
  const copies = copiesOf(one, handed);
  if (copies === 1) return [];
  const { name } = one.recorded;
  const what = { kind: 'rule', name: '(forwarding)', region: one.event.region, how: name, text: '' } as const;
  return [{ ...what, ...verdict([`it is handed on ${copies} times: ${name}`]) }];
}

function forwardingRow(
  rule: DeployedRule,
  found: { readonly sent: readonly Sent[]; readonly handed: readonly BusEvent[]; readonly homeRegion: string },
): DrillRow {
  const taken = found.sent.filter(({ event }) => matches(rule, event));
  const lost = taken.filter((one) => copiesOf(one, found.handed) === 0);
  const bus = rule.targets.find(({ Arn }) => Arn.split(':')[2] === 'events')?.Arn;
  const goesHome = bus?.split(':')[3] === found.homeRegion && bus.endsWith(':event-bus/default');
  return {
    ...{ kind: 'rule', name: rule.name, region: rule.region, text: rule.description },
    how: `${firstOf(taken)}; handed to the drill, which carried it to ${found.homeRegion}`,
    ...verdict([
      ...(taken.length === 0 ? ['no recorded event matches its pattern'] : []),
      ...lost.map(({ recorded }) => `it did not hand on: ${recorded.name}`),
      ...(goesHome ? [] : ['it does not lead to the bus of the home Region']),
    ]),
  };
}

/** The first event that a rule took, and how many more there were. */
export function firstOf([first, ...more]: readonly Sent[]): string {
  return `${first?.recorded.name ?? 'nothing'}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
