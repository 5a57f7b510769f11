import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  GetTemplateCommand,
  paginateListStackResources,
  type StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';

import type { Template } from '../../access/template';
import { type ApiPlace, callJson, callQuery, type JsonService } from '../../aws-api/call';
import type { Signer } from '../../aws-api/signature';
import type { Place } from '../assembly/places';
import { NotComparable } from '../drift';
import type { DriftedResource, LiveAlarm, LiveMetric, LiveRoom, LiveStack, LiveSubscription } from './ports';

const monitoring = { name: 'monitoring', target: 'GraniteServiceVersion20100801', version: '1.0' } as const;
const trails = {
  name: 'cloudtrail',
  target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
  version: '1.1',
} as const;
const topics = { name: 'sns', version: '2010-03-31' } as const;

/** CloudWatch takes no more names in one question. */
const namesAtATime = 100;
const hour = 60 * 60;

interface DescribedAlarm {
  readonly AlarmName: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly StateValue: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

function alarmOf(described: DescribedAlarm): LiveAlarm {
  const { Namespace: namespace, MetricName: name, Dimensions: dimensions = [] } = described;
  return {
    name: described.AlarmName,
    actions: described.ActionsEnabled === false ? [] : (described.AlarmActions ?? []),
    state: described.StateValue,
    ...(namespace === undefined || name === undefined
      ? {}
      : {
          metric: {
            namespace,
            name,
            dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
          },
        }),
  };
}

function driftedOf(drift: StackResourceDrift): DriftedResource {
  return {
    logicalId: drift.LogicalResourceId ?? '',
    type: drift.ResourceType ?? '',
    physicalId: drift.PhysicalResourceId ?? '',
    status: drift.StackResourceDriftStatus === 'DELETED' ? 'DELETED' : 'MODIFIED',
    properties: (drift.PropertyDifferences ?? []).map(({ PropertyPath }) => PropertyPath ?? ''),
  };
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}

/** CloudFormation has no error of its own for a stack that does not exist. */
async function unlessAbsent<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')) {
      return undefined;
    }
    throw error;
  }
}

/** Where and how patiently AWS is asked. */
export interface AwsOptions {
  /** Of an emulator of all services. @default - each service's own address in the Region */
  readonly endpoint?: string;
  /** Between two questions whether a check for drift is done. */
  readonly pollMilliseconds: number;
  /** After which a check for drift is given up. */
  readonly patienceMilliseconds: number;
}

/** Asks AWS itself. */
export class AwsRoom implements LiveRoom {
  private readonly cloudFormation: CloudFormationClient;

  public constructor(
    private readonly place: Pick<Place, 'region' | 'partition'>,
    private readonly signer: Signer,
    private readonly options: AwsOptions,
  ) {
    const { endpoint } = options;
    this.cloudFormation = new CloudFormationClient({
      region: place.region,
      credentials: signer,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  }

  public async stack(name: string): Promise<LiveStack | undefined> {
    const described = await this.describe(name);
    if (described === undefined) return undefined;
    const physicalIds = new Map<string, string>();
    for await (const page of paginateListStackResources({ client: this.cloudFormation }, { StackName: name })) {
      for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        physicalIds.set(LogicalResourceId ?? '', PhysicalResourceId ?? '');
      }
    }
    const { StackId: id = '', StackStatus: status = '', EnableTerminationProtection: isProtected = false } = described;
    const parameters = new Map(
      (described.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [
        ParameterKey ?? '',
        ParameterValue ?? '',
      ]),
    );
    return { id, status, isProtected, physicalIds, parameters };
  }

  public async template(stack: string): Promise<Template | undefined> {
    const answer = await unlessAbsent(this.cloudFormation.send(new GetTemplateCommand({ StackName: stack })));
    // The CDK hands a small template over as YAML of that version, and a large one as JSON, which is YAML too.
    return answer && (parse(answer.TemplateBody ?? '', { version: '1.1' }) as Template);
  }

  public async driftedResources(stack: string): Promise<DriftedResource[]> {
    await this.waitForDrift(stack);
    const drifts: StackResourceDrift[] = [];
    let next: string | undefined;
    do {
      const answer = await this.cloudFormation.send(
        new DescribeStackResourceDriftsCommand({
          StackName: stack,
          StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
          ...(next === undefined ? {} : { NextToken: next }),
        }),
      );
      drifts.push(...(answer.StackResourceDrifts ?? []));
      next = answer.NextToken;
    } while (next !== undefined);
    return drifts.map(driftedOf);
  }

  public async alarms(names: readonly string[]): Promise<LiveAlarm[]> {
    const found: LiveAlarm[] = [];
    for (let start = 0; start < names.length; start += namesAtATime) {
      const answer = await this.json(monitoring, 'DescribeAlarms', {
        AlarmNames: names.slice(start, start + namesAtATime),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: namesAtATime,
      });
      const described = [answer.MetricAlarms, answer.CompositeAlarms].flatMap(
        (list) => (list ?? []) as readonly DescribedAlarm[],
      );
      found.push(...described.map(alarmOf));
    }
    return found;
  }

  public async subscriptions(topicArn: string): Promise<LiveSubscription[]> {
    const found: LiveSubscription[] = [];
    let next = '';
    do {
      const input = { TopicArn: topicArn, ...(next === '' ? {} : { NextToken: next }) };
      const answer = await callQuery(this.api('sns'), topics, 'ListSubscriptionsByTopic', input);
      for (const [, member = ''] of answer.matchAll(/<member>(.*?)<\/member>/gs)) {
        found.push({
          endpoint: textOf(member, 'Endpoint'),
          // Until it is confirmed, a word stands there instead of an ARN.
          isConfirmed: textOf(member, 'SubscriptionArn').startsWith('arn:'),
        });
      }
      next = textOf(answer, 'NextToken');
    } while (next !== '');
    return found;
  }

  public async isTrailLogging(trail: string): Promise<boolean> {
    return (await this.json(trails, 'GetTrailStatus', { Name: trail })).IsLogging === true;
  }

  public async latest({ namespace, name, dimensions }: LiveMetric): Promise<number | undefined> {
    const now = Math.floor(Date.now() / 1000);
    const answer = await this.json(monitoring, 'GetMetricStatistics', {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: now - 3 * hour,
      EndTime: now,
      Period: hour,
      Statistics: ['Maximum'],
    });
    const points = (answer.Datapoints ?? []) as readonly { readonly Timestamp: number; readonly Maximum: number }[];
    return points.toSorted((one, other) => other.Timestamp - one.Timestamp)[0]?.Maximum;
  }

  private async describe(name: string) {
    const answer = await unlessAbsent(this.cloudFormation.send(new DescribeStacksCommand({ StackName: name })));
    return answer?.Stacks?.[0];
  }

  private async waitForDrift(stack: string): Promise<void> {
    const { StackDriftDetectionId: id } = await this.detect(stack);
    const end = Date.now() + this.options.patienceMilliseconds;
    for (;;) {
      const answer = await this.cloudFormation.send(
        new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: id }),
      );
      if (answer.DetectionStatus === 'DETECTION_COMPLETE') return;
      if (answer.DetectionStatus === 'DETECTION_FAILED') {
        const reason = answer.DetectionStatusReason ?? 'no reason given';
        throw new NotComparable(`stack ${stack} could not be compared with its template: ${reason}`);
      }
      if (Date.now() >= end) {
        throw new NotComparable(`stack ${stack} was not compared with its template in time: try again later`);
      }
      await new Promise((resolve) => setTimeout(resolve, this.options.pollMilliseconds));
    }
  }

  private async detect(stack: string) {
    try {
      return await this.cloudFormation.send(new DetectStackDriftCommand({ StackName: stack }));
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name !== 'ValidationError') throw cause;
      throw new NotComparable(
        `stack ${stack} cannot be compared with its template (${cause.message}): wait until it is settled, or repair it first`,
        { cause },
      );
    }
  }

  private json(service: JsonService, operation: string, input: object) {
    return callJson(this.api(service.name), service, operation, input);
  }

  private api(service: string): ApiPlace {
    const { region, partition } = this.place;
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    const endpoint = this.options.endpoint ?? `https://${service}.${region}.${suffix}`;
    return { endpoint, region, signer: this.signer };
  }
}
