import { groupedBy } from '../access/grouped';
import { entriesOf, type Entry, isObject } from '../access/template';
import type { Place } from './assembly/places';
import { DeliveryError } from './delivery-error';
import type { LiveAlarm, LiveRoom, LiveStack } from './live/ports';

/** What was deployed does not hold what its templates promise. */
class PromiseBroken extends DeliveryError {
  override readonly name = 'PromiseBroken';

  constructor(environment: string, broken: readonly Observation[]) {
    const lines = broken.map(({ subject, found }) => `- ${subject}: ${found}`);
    super(
      [`${environment} does not keep what its templates promise:`, ...lines, 'See the summary for what to do.'].join(
        '\n',
      ),
    );
  }
}

/** One thing that was looked at. `waits`: cannot be known yet, and an alarm tells if it stays so. */
export interface Observation {
  readonly verdict: 'holds' | 'broken' | 'waits';
  readonly subject: string;
  readonly found: string;
}

const settled = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE']);

/** Of the function that tries the access keys of a workload as their applications would, every hour. */
const probeMetric = 'AccessProbeFailed';

/** A deployed stack beside its template. */
interface Pair {
  readonly live: LiveStack;
  readonly name: string;
  readonly entries: (type: string) => readonly Entry[];
}

function physicalId({ live, name }: Pair, logicalId: string): string {
  const id = live.physicalIds.get(logicalId);
  if (id !== undefined && id !== '') return id;
  // A stack that is complete has all of its resources, unless another template was deployed.
  throw new OtherTemplate(`stack ${name} has no resource ${logicalId}: another assembly was deployed to it`);
}

/** A deployed stack lacks a resource of the template that it is compared with. */
class OtherTemplate extends DeliveryError {
  override readonly name = 'OtherTemplate';
}

function observe(subject: string, problem: string | undefined, fine: string): Observation {
  return { subject, verdict: problem === undefined ? 'holds' : 'broken', found: problem ?? fine };
}

function ofAlarm(subject: string, entry: Entry, alarm: LiveAlarm | undefined): Observation {
  const written = entry.resource.Properties ?? {};
  // Written so, an alarm is read on dashboards or by other alarms.
  const isSilent = written.ActionsEnabled === false || !Array.isArray(written.AlarmActions);
  if (alarm === undefined) return observe(subject, 'the alarm does not exist: deploy again', '');
  const isMute = !isSilent && alarm.actions.length === 0;
  return observe(subject, isMute ? 'it rings nowhere: somebody switched its actions off' : undefined, alarm.state);
}

async function ofAlarms(pair: Pair, live: LiveRoom): Promise<Observation[]> {
  const entries = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(pair.entries);
  if (entries.length === 0) return [];
  const names = entries.map(({ logicalId }) => physicalId(pair, logicalId));
  const found = new Map((await live.alarms(names)).map((alarm) => [alarm.name, alarm]));
  const alarms = entries.map((entry, index) => {
    const name = names[index] ?? '';
    return ofAlarm(`alarm ${name}`, entry, found.get(name));
  });
  const probed = [...found.values()].filter(({ metric }) => metric?.name === probeMetric);
  return [...alarms, ...(await Promise.all(probed.map((alarm) => ofProbe(alarm, live))))];
}

async function ofProbe({ name, metric }: LiveAlarm, live: LiveRoom): Promise<Observation> {
  const subject = `access that ${name} watches`;
  const value = metric && (await live.latest(metric));
  if (value === undefined) return { subject, verdict: 'waits', found: 'not tried yet: the probe runs every hour' };
  return observe(subject, value > 0 ? 'a key does not do what it is for: see the runbook' : undefined, 'tried, works');
}

async function ofTopics(pair: Pair, live: LiveRoom): Promise<Observation[]> {
  const byTopic = groupedBy(pair.entries('AWS::SNS::Subscription'), ({ resource }) => {
    const topic = resource.Properties?.TopicArn;
    return isObject(topic) && typeof topic.Ref === 'string' ? topic.Ref : '';
  });
  const observations = [...byTopic].map(async ([logicalId, wanted]) => {
    if (logicalId === '') throw new OtherTemplate(`stack ${pair.name}: a subscription names a topic of another stack`);
    const topic = physicalId(pair, logicalId);
    const found = await live.subscriptions(topic);
    const unconfirmed = found.filter(({ isConfirmed }) => !isConfirmed);
    const missing = wanted.length - found.length;
    const problems = [
      ...(missing > 0 ? [`${missing} of ${wanted.length} subscriptions are gone: deploy again`] : []),
      ...(unconfirmed.length > 0
        ? [`${unconfirmed.map(({ endpoint }) => endpoint).join(', ')} must confirm the mail of AWS`]
        : []),
    ];
    const all = `${found.length} confirmed`;
    return observe(`topic ${topic}`, problems.length === 0 ? undefined : problems.join('; '), all);
  });
  return Promise.all(observations);
}

async function ofTrails(pair: Pair, live: LiveRoom): Promise<Observation[]> {
  const trails = pair
    .entries('AWS::CloudTrail::Trail')
    .filter(({ resource }) => resource.Properties?.IsLogging === true);
  return Promise.all(
    trails.map(async ({ logicalId }) => {
      const name = physicalId(pair, logicalId);
      const isLogging = await live.isTrailLogging(name);
      return observe(
        `trail ${name}`,
        isLogging ? undefined : 'it does not log: start it, and find out who stopped it',
        'logs',
      );
    }),
  );
}

/**
 * Asks AWS whether the deployed stacks of a place hold what their templates promise. Reads only.
 *
 * @throws OtherTemplate
 */
export async function observePlace(
  { stacks, byHand }: Pick<Place, 'stacks' | 'byHand'>,
  live: LiveRoom,
): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (const stack of [...stacks, ...byHand]) {
    // Deployed by its parent, which is not complete before it.
    if (stack.parent !== undefined) continue;
    const found = await live.stack(stack.name);
    const subject = `stack ${stack.name}`;
    const isSettled = found !== undefined && settled.has(found.status);
    observations.push(
      observe(subject, isSettled ? undefined : `it is ${found?.status ?? 'not there'}`, found?.status ?? ''),
    );
    if (!isSettled) continue;
    if (stack.terminationProtection) {
      const problem = found.isProtected ? undefined : 'anybody who may delete stacks may delete it: deploy again';
      observations.push(observe(`termination protection of ${stack.name}`, problem, 'on'));
    }
    const pair = { live: found, name: stack.name, entries: (type: string) => entriesOf([stack], type) };
    for (const look of [ofAlarms, ofTopics, ofTrails]) observations.push(...(await look(pair, live)));
  }
  return observations;
}

/** What was looked at, what is broken first. */
export function observationsInWords(environment: string, observations: readonly Observation[]): string {
  const of = (verdict: Observation['verdict']) => observations.filter((one) => one.verdict === verdict);
  const table = (rows: readonly Observation[]) =>
    rows.length === 0
      ? []
      : ['', '| What | Found |', '| --- | --- |', ...rows.map(({ subject, found }) => `| ${subject} | ${found} |`)];
  const numbers = `${of('holds').length} hold, ${of('broken').length} broken, ${of('waits').length} cannot be known yet`;
  return [
    `### What ${environment} promises`,
    '',
    `${observations.length} promises looked at: ${numbers}.`,
    ...table([...of('broken'), ...of('waits')]),
  ].join('\n');
}

/** @throws PromiseBroken; also when there was nothing to look at, which shows nothing */
export function assertKept(environment: string, observations: readonly Observation[]): void {
  const nothing: Observation = { verdict: 'broken', subject: 'environment', found: 'it has no stack to look at' };
  const broken = observations.length === 0 ? [nothing] : observations.filter(({ verdict }) => verdict === 'broken');
  if (broken.length > 0) throw new PromiseBroken(environment, broken);
}
