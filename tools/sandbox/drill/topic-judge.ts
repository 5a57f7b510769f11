import { type Assembly, resourceAt } from '../../access/assembly';
import { contextOfService } from '../../access/request-context';
import { simulate } from '../../access/simulator/simulate';
import type { PolicyDocument } from '../../access/template';
import type { Services } from './services';

/** Who speaks to a topic, and for whom. */
interface Speaker {
  readonly service: 'cloudwatch.amazonaws.com' | 'events.amazonaws.com';
  /** ARN of the alarm or rule. */
  readonly sourceArn: string;
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

/** The attribute of a topic in an answer of GetTopicAttributes. */
export function attributeIn(answer: string, name: string): string | undefined {
  const found = new RegExp(`<key>${name}</key>\\s*<value>([^<]*)</value>`).exec(answer)?.[1];
  return found?.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, word?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return entities[word ?? ''] ?? whole;
    },
  );
}

/**
 * Says whether AWS would let an alarm or a rule speak to a topic. The emulator asks neither the topic's policy nor the
 * key's: here the policy that the topic has there is asked, and that of its key in the template, because the emulator
 * forgets the topic's key.
 */
export class TopicJudge {
  private readonly policies = new Map<string, Promise<PolicyDocument | undefined>>();

  public constructor(
    private readonly services: Services,
    private readonly assembly: Assembly,
  ) {}

  /** @returns why it would be refused; undefined when it is not */
  public async refusal(topicArn: string, { service, sourceArn }: Speaker): Promise<string | undefined> {
    const topic = resourceAt(this.assembly, topicArn);
    if (topic === undefined) return `no stack has the topic ${topicArn}`;
    const source = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': topic.account };
    const key = topic.properties.KmsMasterKeyId as string | undefined;
    const keyPolicy = key === undefined ? undefined : resourceAt(this.assembly, key)?.policy;
    // EventBridge tells KMS no source; SNS names the topic in both cases.
    const atKey = {
      ...(service === 'events.amazonaws.com' ? {} : source),
      'kms:EncryptionContext:aws:sns:topicArn': topicArn,
    };
    const questions = [
      { action: 'sns:Publish', resource: topicArn, policy: await this.policyOf(topicArn), context: source },
      ...(key === undefined
        ? []
        : ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
            ...{ action, resource: key, policy: keyPolicy, context: atKey },
          }))),
    ];
    for (const { action, resource, policy, context } of questions) {
      const facts = { action, resourceAccount: topic.account, region: topic.region };
      const answer =
        policy === undefined
          ? 'ImplicitlyDenied'
          : await simulate({
              ...{ principal: service, action, resource, resourceAccount: topic.account, context },
              usualContext: contextOfService(service, facts),
              identityPolicies: [],
              resourcePolicy: policy,
            });
      if (answer !== 'Allowed') return `AWS would refuse ${service} ${action} at ${resource} (${answer})`;
    }
    return undefined;
  }

  private policyOf(topicArn: string): Promise<PolicyDocument | undefined> {
    const known = this.policies.get(topicArn) ?? this.readPolicy(topicArn);
    this.policies.set(topicArn, known);
    return known;
  }

  private async readPolicy(topicArn: string): Promise<PolicyDocument | undefined> {
    const policy = attributeIn(await this.services.callTopics('GetTopicAttributes', { TopicArn: topicArn }), 'Policy');
    return policy === undefined ? undefined : (JSON.parse(policy) as PolicyDocument);
  }
}
