import type { Template } from '../../access/template';

/** A stack as CloudFormation describes it. */
export interface LiveStack {
  readonly id: string;
  readonly status: string;
  readonly isProtected: boolean;
  /** What AWS calls its resources, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** By name, as they were given. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A resource that is not as it was deployed. */
export interface DriftedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: 'MODIFIED' | 'DELETED';
  /** Paths of the properties that differ; never their values, which may be nobody's business. */
  readonly properties: readonly string[];
}

export interface LiveAlarm {
  readonly name: string;
  /** That would be taken: none when actions are switched off. */
  readonly actions: readonly string[];
  readonly state: string;
  readonly metric?: LiveMetric;
}

export interface LiveMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface LiveSubscription {
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** What can be read of the stacks of one place. Nothing here changes anything but the time of the last drift check. */
export interface LiveRoom {
  /** Nothing for a stack that was never deployed. */
  stack(name: string): Promise<LiveStack | undefined>;
  /** As it was handed to CloudFormation; nothing for a stack that was never deployed. */
  template(stack: string): Promise<Template | undefined>;
  /** Compares every resource of the stack with its template; takes minutes. */
  driftedResources(stack: string): Promise<readonly DriftedResource[]>;
  alarms(names: readonly string[]): Promise<readonly LiveAlarm[]>;
  subscriptions(topicArn: string): Promise<readonly LiveSubscription[]>;
  isTrailLogging(trail: string): Promise<boolean>;
  /** The largest value of the last hours; nothing when there is none. */
  latest(metric: LiveMetric): Promise<number | undefined>;
}
