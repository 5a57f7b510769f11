import type { Environment } from '../../../lib/config/parameters';
import { globalRegionOf } from '../../../lib/detection/global-region';
import { recordedEventsOf } from '../../detection/recordings/events/all-events';
import { noticeEvents } from '../../detection/recordings/events/notice-events';
import { accessLogEvents } from '../../detection/recordings/trail-events/access-logs';
import { accountEvents } from '../../detection/recordings/trail-events/account';
import { fileEvents } from '../../detection/recordings/trail-events/files';
import type { AssembledStack } from '../assembly';
import type { Connection } from '../aws';
import type { LeftOut } from '../leave-out';
import type { LiveStack } from '../live-stack';
import { liveAssembly } from '../rotation/live-assembly';
import { idsByRule } from './expected-rings';
import { Inbox } from './inbox';
import { inEnvironment } from './relocate-recording';
import { type Composite, ringAlarms } from './ring-alarms';
import { ringRules } from './ring-rules';
import type { DrillRow } from './row';
import { Services } from './services';
import { TopicJudge } from './topic-judge';

/** What is deployed, and where. */
export interface DrillProps {
  readonly environment: Environment;
  readonly connection: Connection;
  readonly stacks: readonly AssembledStack[];
  readonly live: ReadonlyMap<string, LiveStack>;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Rings every alarm and every rule that is deployed, and reads what people would.
 *
 * What is deployed is asked of the emulator, not of the configuration. Afterwards everything is as it was.
 *
 * @returns a row for each; whoever calls it looks whether all rang
 */
export async function holdDrill(props: DrillProps): Promise<DrillRow[]> {
  const { environment, connection, stacks, live, leftOut } = props;
  const { account, region } = environment;
  const assembly = liveAssembly(props);
  const services = new Services({ ...connection, region });
  const globalRegion = globalRegionOf(environment);
  const global = globalRegion === region ? undefined : new Services({ ...connection, region: globalRegion });
  const topics = await topicsOf(services);
  const inbox = await Inbox.open(services, account, topics);
  try {
    const common = { services, inbox, judge: new TopicJudge(services, assembly) };
    const everyEvent = [...recordedEventsOf(environment), ...noticeEvents];
    const known = idsByRule(environment, [...new Set(everyEvent.flatMap(({ rings }) => rings))]);
    const { real: events, spare } = inEnvironment(environment, everyEvent);
    const rules = await ringRules({ ...common, account, global, events, spare, known });
    // Who is in the record of a number is of no concern to its filter.
    const trail = inEnvironment(environment, [...accountEvents, ...fileEvents, ...accessLogEvents]);
    const composites = leftOut
      .filter(({ type }) => type === 'AWS::CloudWatch::CompositeAlarm')
      .map(({ stack, properties }) => live.get(stack)?.resolve(properties) as Composite);
    const alarms = await ringAlarms({
      ...common,
      composites,
      events: [...trail.real, ...trail.spare],
      namesOf: namesByType(stacks, live),
    });
    return [...alarms, ...rules];
  } finally {
    await inbox.close();
  }
}

async function topicsOf(services: Services): Promise<string[]> {
  const answer = await services.callTopics('ListTopics', {});
  return [...answer.matchAll(/<TopicArn>([^<]+)</g)].map(([, arn = '']) => arn);
}

/** What exists, by the ids that the emulator gave it, and by the names that end them: those of queues are addresses, of topics ARNs. */
function namesByType(stacks: readonly AssembledStack[], live: ReadonlyMap<string, LiveStack>) {
  return (type: string) =>
    stacks.flatMap(({ stackName, resources }) =>
      Object.entries(resources)
        .filter(([, resource]) => resource.Type === type)
        .flatMap(([logicalId]) => {
          const id = live.get(stackName)?.physicalId(logicalId) ?? '';
          return [id, id.split(/[:/]/).at(-1) ?? ''];
        }),
    );
}
