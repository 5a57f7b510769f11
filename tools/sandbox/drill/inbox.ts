import type { Services } from './services';

const queueName = 'strongroom-drill';
/** Longer than any drill: what was received once is not received again, and goes with the queue. */
const hiddenSeconds = 900;
const most = 10;

/** What a subscriber gets of a message. */
export interface Received {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
}

interface Notification {
  readonly Type: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
}

function policyOf(queueArn: string): string {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A queue that stands where people's inboxes stand. */
export class Inbox {
  private constructor(
    private readonly services: Services,
    private readonly url: string,
    public readonly arn: string,
    private readonly subscriptions: readonly string[],
  ) {}

  /** Makes the queue and subscribes it to the topics. To be closed in the end. */
  public static async open(services: Services, account: string, topicArns: readonly string[]): Promise<Inbox> {
    const arn = `${['arn', 'aws', 'sqs', services.region, account].join(':')}:${queueName}`;
    const Attributes = { VisibilityTimeout: String(hiddenSeconds), Policy: policyOf(arn) };
    const { QueueUrl } = await services.call('queues', 'CreateQueue', { QueueName: queueName, Attributes });
    const subscriptions = await Promise.all(
      topicArns.map(async (TopicArn) => {
        const answer = await services.callTopics('Subscribe', {
          ...{ TopicArn, Protocol: 'sqs', Endpoint: arn, ReturnSubscriptionArn: 'true' },
        });
        return /<SubscriptionArn>([^<]+)</.exec(answer)?.[1] ?? '';
      }),
    );
    return new Inbox(services, String(QueueUrl), arn, subscriptions);
  }

  /** Everything that has arrived: the emulator delivers within the call that rings. */
  public async take(): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = (await this.services.call('queues', 'ReceiveMessage', {
        ...{ QueueUrl: this.url, MaxNumberOfMessages: most, WaitTimeSeconds: 0 },
      })) as { readonly Messages?: readonly { readonly Body: string }[] };
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body }) => Body));
    }
  }

  /** The same, of topics. */
  public async takeMessages(): Promise<Received[]> {
    const bodies = await this.take();
    return bodies.map((body) => {
      const { TopicArn: topicArn, Subject: subject = '', Message: message } = JSON.parse(body) as Notification;
      return { topicArn, subject, message };
    });
  }

  public async close(): Promise<void> {
    await Promise.all(
      this.subscriptions.map((SubscriptionArn) => this.services.callTopics('Unsubscribe', { SubscriptionArn })),
    );
    await this.services.call('queues', 'DeleteQueue', { QueueUrl: this.url });
  }
}
