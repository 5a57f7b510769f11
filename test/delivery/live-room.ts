import type { Stack } from '../../tools/access/template';
import { environments, named, synthesizedEnvironment } from '../support/templates';
import type {
  DriftedResource,
  LiveAlarm,
  LiveRoom,
  LiveStack,
  LiveSubscription,
} from '../../tools/delivery/live/ports';

export const stacks = synthesizedEnvironment(named(environments, 'prod')).stacks;

/** A room in which everything is as its templates say; a test changes what it is about. */
export class FakeRoom implements LiveRoom {
  public drifted: Readonly<Record<string, readonly DriftedResource[]>> = {};
  public changeStack = (stack: LiveStack): LiveStack | undefined => stack;
  public changeAlarm = (alarm: LiveAlarm): LiveAlarm | undefined => alarm;
  public changeSubscriptions = (found: readonly LiveSubscription[]): readonly LiveSubscription[] => found;
  public isLogging = true;
  public probed: number | undefined = 0;

  public stack(name: string): Promise<LiveStack | undefined> {
    const stack = stackCalled(name);
    const ids = Object.keys(stack.template.Resources).map((id) => [id, physicalId(name, id)] as const);
    return Promise.resolve(
      this.changeStack({
        id: name,
        status: 'UPDATE_COMPLETE',
        isProtected: stack.terminationProtection,
        physicalIds: new Map(ids),
      }),
    );
  }

  public driftedResources(stack: string): Promise<readonly DriftedResource[]> {
    return Promise.resolve(this.drifted[stack] ?? []);
  }

  public alarms(names: readonly string[]): Promise<readonly LiveAlarm[]> {
    const all = names.map((name): LiveAlarm => {
      const [stack = '', id = ''] = name.split('/');
      const { MetricName: metric } = stackCalled(stack).template.Resources[id]?.Properties ?? {};
      return {
        name,
        actions: ['topic'],
        state: 'OK',
        ...(typeof metric === 'string' ? { metric: { namespace: 'Strongroom', name: metric, dimensions: {} } } : {}),
      };
    });
    return Promise.resolve(all.flatMap((alarm) => this.changeAlarm(alarm) ?? []));
  }

  public subscriptions(topic: string): Promise<readonly LiveSubscription[]> {
    const [stack = '', id = ''] = topic.split('/');
    const ofTopic = Object.values(stackCalled(stack).template.Resources).filter(
      ({ Type, Properties = {} }) =>
        Type === 'AWS::SNS::Subscription' && JSON.stringify(Properties.TopicArn) === JSON.stringify({ Ref: id }),
    );
    const found = ofTopic.map(({ Properties = {} }) => ({ endpoint: String(Properties.Endpoint), isConfirmed: true }));
    return Promise.resolve(this.changeSubscriptions(found));
  }

  public isTrailLogging(): Promise<boolean> {
    return Promise.resolve(this.isLogging);
  }

  public latest(): Promise<number | undefined> {
    return Promise.resolve(this.probed);
  }
}

function physicalId(stack: string, logicalId: string): string {
  return `${stack}/${logicalId}`;
}

function stackCalled(name: string): Stack {
  const stack = stacks.find((one) => one.name === name);
  if (stack === undefined) throw new Error(`the assembly has no stack ${name}`);
  return stack;
}
