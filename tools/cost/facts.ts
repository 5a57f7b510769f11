import { identityOfResolved } from '../access/physical-ids';
import { entriesOf, type Entry, isObject, listOf, type Stack } from '../access/template';
import type { Usage } from './usage';

export const hoursPerMonth = 730;
const daysPerMonth = 365 / 12;

/** What the cost of one resource may depend on: how the environment is used, and the resources around it. */
export interface Facts {
  /** Resolved. */
  readonly stacks: readonly Stack[];
  readonly usage: Usage;
}

/** A property of a resolved resource, by its path. */
export function at(resource: Entry, ...path: readonly string[]): unknown {
  let value: unknown = resource.resource.Properties;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
}

export function textAt(resource: Entry, ...path: readonly string[]): string | undefined {
  const value = at(resource, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function objectsAt(resource: Entry, ...path: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  return listOf(at(resource, ...path)).filter(isObject);
}

const unitHours: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };

/** How often a month something happens that a schedule asks for; undefined where only its calendar says. */
function timesPerMonth(expression: unknown): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
  const hours = unitHours[unit];
  return hours === undefined ? undefined : hoursPerMonth / (Number(count) * hours);
}

function scheduledRuns(arn: string, { stacks }: Facts): (number | undefined)[] {
  return entriesOf(stacks, 'AWS::Events::Rule')
    .filter((rule) => at(rule, 'ScheduleExpression') !== undefined)
    .filter((rule) => objectsAt(rule, 'Targets').some(({ Arn }) => Arn === arn))
    .map((rule) => timesPerMonth(at(rule, 'ScheduleExpression')));
}

function rotationRuns(arn: string, { stacks, usage }: Facts): (number | undefined)[] {
  return entriesOf(stacks, 'AWS::SecretsManager::RotationSchedule')
    .filter((schedule) => at(schedule, 'RotationLambdaARN') === arn)
    .map((schedule) => {
      const days = Number(at(schedule, 'RotationRules', 'AutomaticallyAfterDays'));
      const times = days > 0 ? daysPerMonth / days : timesPerMonth(at(schedule, 'RotationRules', 'ScheduleExpression'));
      return times === undefined ? undefined : times * usage.runsPerRotation;
    });
}

/** How often a function runs a month; undefined when the templates do not say. */
export function runsOf(lambda: Entry, facts: Facts): number | undefined {
  const arn = identityOfResolved(lambda).attributes.Arn ?? '';
  const runs = [...scheduledRuns(arn, facts), ...rotationRuns(arn, facts)];
  if (runs.length === 0) return undefined;
  return runs.reduce<number | undefined>(
    (sum, some) => (sum === undefined || some === undefined ? undefined : sum + some),
    0,
  );
}

export interface TrailEvents {
  readonly management: number;
  readonly data: number;
}

/** The values that a field of a selector must have one of. */
function valuesOf(selector: Readonly<Record<string, unknown>>, field: string, operator: string): readonly string[] {
  const fields = listOf(selector.FieldSelectors).filter(isObject);
  const found = fields.find(({ Field }) => Field === field)?.[operator];
  return listOf(found as string | readonly string[] | undefined);
}

/** The events that a trail records a month. Advanced selectors alone are understood. */
export function eventsOf(trail: Entry, usage: Usage): TrailEvents {
  const selectors = objectsAt(trail, 'AdvancedEventSelectors');
  const isOf = (category: string) => (selector: Readonly<Record<string, unknown>>) =>
    valuesOf(selector, 'eventCategory', 'Equals').includes(category);
  const data = selectors.filter(isOf('Data')).map((selector) => {
    const buckets = valuesOf(selector, 'resources.ARN', 'StartsWith').length;
    const readOnly = valuesOf(selector, 'readOnly', 'Equals');
    const reads = readOnly.includes('false') ? 0 : usage.objectReads;
    const writes = readOnly.includes('true') ? 0 : usage.objectWrites;
    return buckets * (reads + writes);
  });
  return {
    management: selectors.some(isOf('Management')) ? usage.managementEvents : 0,
    data: data.reduce((sum, events) => sum + events, 0),
  };
}

/** What a bucket is for: it is the target of a trail, of access logs, or it holds a workload's files. */
export function holdsRecords(bucket: Entry, { stacks }: Facts): boolean {
  const { ref } = identityOfResolved(bucket);
  return (
    entriesOf(stacks, 'AWS::CloudTrail::Trail').some((trail) => at(trail, 'S3BucketName') === ref) ||
    entriesOf(stacks, 'AWS::S3::Bucket').some(
      (other) => at(other, 'LoggingConfiguration', 'DestinationBucketName') === ref,
    )
  );
}

/** How many months a log group of the templates keeps its lines; undefined for ever, or when it is not of them. */
export function monthsKept(logGroupName: string, { stacks }: Facts): number | undefined {
  const group = entriesOf(stacks, 'AWS::Logs::LogGroup').find((one) => identityOfResolved(one).ref === logGroupName);
  const days = group === undefined ? undefined : at(group, 'RetentionInDays');
  return typeof days === 'number' ? days / daysPerMonth : undefined;
}
