/** `page` wakes somebody: it goes to the alert topic. `information` is read by day: it goes to the information topic. */
export type Urgency = 'page' | 'information';

/** What every alarm and every rule has, whatever it stands on. */
export interface Detection {
  /** In kebab-case, unique within an environment. It is the anchor of its heading in docs/runbook.md. */
  readonly id: string;
  /** What it watches, where an environment has several under one id: `<workload>` or `<workload>/<secret, role or function>`. */
  readonly subject?: string;
  /** What happened, as its heading in the runbook says it and as the first line of its message begins. */
  readonly title: string;
  readonly urgency: Urgency;
}

/** A JSON pattern of EventBridge. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * One event that speaks for itself: who did what, to which resource, from where, when.
 *
 * It becomes an EventBridge rule with an input transformer.
 */
export interface EventDetection extends Detection {
  readonly kind: 'event';
  readonly pattern: EventPattern;
  /** Where one pattern would be longer than EventBridge takes: further rules with the same message. */
  readonly morePatterns?: readonly EventPattern[];
  /**
   * Whether it is about calls that only read. AWS hands them to no rule but one whose state asks for all management
   * events.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
   */
  readonly readOnlyCalls?: boolean;
  /**
   * Where AWS delivers it: IAM, global STS and sign-in events only in the partition's global Region (us-east-1), all
   * others in the Region where it happened.
   */
  readonly recordedIn: 'home' | 'global';
  /** JSON paths of the event by the names that the lines use. */
  readonly paths: Readonly<Record<string, string>>;
  /** Text with `<name>` for each path; the first line says it all. */
  readonly lines: readonly string[];
}

/** A metric made of a log group's events. One serves all workloads of an environment. */
export interface MetricFilter {
  readonly metricName: string;
  /** At most 1,024 characters. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html */
  readonly pattern: string;
  /** `1`, or the path of a number in the event. */
  readonly value: string;
  readonly unit: 'Count' | 'Bytes';
  /** Paths by the name of the dimension, at most three. Never a principal or an address: each value is a metric that costs. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** A number over a time. It becomes a CloudWatch alarm. */
export interface RateDetection extends Detection {
  readonly kind: 'rate';
  /** One sentence: what was counted, and how much is too much. */
  readonly explanation: string;
  /** Id of the incident that speaks for it, with the same subject. @default - it speaks for itself */
  readonly partOf?: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions?: Readonly<Record<string, string>>;
  };
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum';
  /** 5 or more: the trail delivers within minutes, not seconds. */
  readonly periodMinutes: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** `breaching` only where silence is the signal. */
  readonly missingData: 'notBreaching' | 'breaching';
}

/** Several alarms that are one incident: whichever rings first sends the only message. It becomes a composite alarm. */
export interface IncidentDetection extends Detection {
  readonly kind: 'incident';
  readonly explanation: string;
  readonly anyOf: readonly RateDetection[];
}
