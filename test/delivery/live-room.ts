import type { Stack, Template } from '../../tools/access/template';
import { deliveredEnvironment, deliveryStacksOf } from '../support/delivered';
import { environments, named, synthesizedEnvironment } from '../support/templates';
import type {
  DriftedResource,
  LiveAlarm,
  LiveRoom,
  LiveStack,
  LiveSubscription,
} from '../../tools/delivery/live/ports';

export const stacks = synthesizedEnvironment(named(environments, 'prod')).stacks;

/** What a person deploys. */
export const byHand: readonly Stack[] = deliveryStacksOf(deliveredEnvironment());

const toolkit = 'CDKToolkit-portalprod';

/** What the bootstrap was told: which policies, and which boundary. */
export function toldBootstrap(): Readonly<Record<string, string>> {
  const names = byHand
    .flatMap(({ template }) => Object.values(template.Resources))
    .map(({ Properties }) => String(Properties?.ManagedPolicyName));
  const policies = names.filter((name) => /^strongroom_prod_execution_\d+$/.test(name));
  return {
    CloudFormationExecutionPolicies: policies.map((name) => `arn:aws:iam::111122223333:policy/${name}`).join(),
    InputPermissionsBoundary: 'strongroom_prod_execution_boundary',
  };
}

/** A room in which everything is as its templates say; a test changes what it is about. */
export class FakeRoom implements LiveRoom {
  public drifted: Readonly<Record<string, readonly DriftedResource[]>> = {};
  public changeStack = (stack: LiveStack): LiveStack | undefined => stack;
  public changeAlarm = (alarm: LiveAlarm): LiveAlarm | undefined => alarm;
  public changeSubscriptions = (found: readonly LiveSubscription[]): readonly LiveSubscription[] => found;
  public isLogging = true;
  public told: Readonly<Record<string, string>> | undefined = toldBootstrap();
  public changeTemplate = (template: Template): Template | undefined => template;
  public probed: number | undefined = 0;

  public stack(name: string): Promise<LiveStack | undefined> {
    if (name === toolkit) {
      const described = {
        id: name,
        status: 'CREATE_COMPLETE',
        isProtected: true,
        physicalIds: new Map<string, string>(),
      };
      return Promise.resolve(this.told && { ...described, parameters: new Map(Object.entries(this.told)) });
    }
    const stack = stackCalled(name);
    const ids = Object.keys(stack.template.Resources).map((id) => [id, physicalId(name, id)] as const);
    return Promise.resolve(
      this.changeStack({
        id: name,
        status: 'UPDATE_COMPLETE',
        isProtected: stack.terminationProtection,
        physicalIds: new Map(ids),
        parameters: new Map(),
      }),
    );
  }

  public template(stack: string): Promise<Template | undefined> {
    return Promise.resolve(this.changeTemplate(structuredClone(stackCalled(stack).template)));
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
  const stack = [...byHand, ...stacks].find((one) => one.name === name);
  if (stack === undefined) throw new Error(`the assembly has no stack ${name}`);
  return stack;
}
