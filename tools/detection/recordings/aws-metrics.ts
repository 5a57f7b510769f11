/** A metric that AWS publishes by itself about a resource of ours. */
export interface AwsMetric {
  readonly name: string;
  readonly namespace: string;
  readonly metricName: string;
  /** Its only dimension. */
  readonly dimension: string;
  /** Type of the resource that the dimension names. */
  readonly of: string;
  /** The page on which AWS says so. */
  readonly source: string;
}

const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html';

function ofFunction(name: string, metricName: string): AwsMetric {
  return {
    ...{ name, namespace: 'AWS/Lambda', metricName, dimension: 'FunctionName' },
    ...{ of: 'AWS::Lambda::Function', source: lambda },
  };
}

export const awsMetrics: readonly AwsMetric[] = [
  ofFunction('Lambda counts an error', 'Errors'),
  ofFunction('Lambda refuses a call', 'Throttles'),
  ofFunction('Lambda calls a function', 'Invocations'),
  {
    name: 'a queue holds a message',
    ...{ namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimension: 'QueueName' },
    of: 'AWS::SQS::Queue',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  },
  {
    name: 'SNS cannot deliver a message',
    ...{ namespace: 'AWS/SNS', metricName: 'NumberOfNotificationsFailed', dimension: 'TopicName' },
    of: 'AWS::SNS::Topic',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html',
  },
  {
    name: 'a log group receives an event',
    ...{ namespace: 'AWS/Logs', metricName: 'IncomingLogEvents', dimension: 'LogGroupName' },
    of: 'AWS::Logs::LogGroup',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html',
  },
];
