import { intersectsArn, containsArn } from '../arn-patterns';
import type { NamedPolicy } from '../principals';
import type { ProtectedResource } from '../resource-policies';
import type { OpenAnswer } from '../simulator/discover';
import type { PolicyDocument } from '../template';
import type { Access } from './access';
import { implies, simplified } from './canonical-condition';
import type { Interview } from './interview';

/** Somebody who asks for something, with all that decides about it beside the resource. */
export interface Asker {
  readonly principal: string | undefined;
  readonly facts: Readonly<Record<string, string>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
}

/** The service whose actions the policy of a resource decides about: who takes a role is decided by STS. */
function serviceOf({ type, arn }: ProtectedResource): string {
  return type === 'AWS::IAM::Role' ? 'sts' : (arn.split(':')[2] ?? '');
}

interface Form {
  readonly pattern: string;
  readonly kind: string;
}

/** The resource, and what lies in it. */
function formsOf({ type, arn }: ProtectedResource): Form[] {
  const itself = { pattern: arn, kind: type };
  return type === 'AWS::S3::Bucket' ? [itself, { pattern: `${arn}/*`, kind: `object in ${type}` }] : [itself];
}

/** What can be asked of one resource: an action that applies to it or to what lies in it. */
interface Applicable {
  readonly action: string;
  readonly form: string;
}

/** What comes out where a principal meets a resource. */
export interface Meeting {
  /** What it may do there, with all conditions: its own, and those of the resource. */
  readonly here: readonly Access[];
  /**
   * What the resource allows although the principal's policies do not, or under fewer conditions; and what it refuses
   * although they allow it.
   */
  readonly disagreements: readonly Access[];
}

/** Asks for every action of its service on one resource, with its own policy. */
export class ResourceAccess {
  private applicable?: Promise<readonly Applicable[]>;

  constructor(
    private readonly interview: Interview,
    public readonly resource: ProtectedResource,
  ) {}

  /** What somebody whom no stack makes may do here. */
  public async ofOutsider(asker: Asker): Promise<Access[]> {
    const found: Access[] = [];
    for (const { action, form } of await this.questionsFor(asker)) {
      const { allowed } = await this.ask(asker, action, form);
      for (const { pattern, conditions } of allowed) {
        // What the outsider's own account lets it do is assumed; what the resource says is the answer.
        if (pattern !== anything) found.push({ action, resource: pattern, conditions });
      }
    }
    return found;
  }

  /**
   * What a role or user may do here, and where this resource disagrees with its own policies.
   *
   * @param granted what the principal's own policies allow
   */
  public async ofInsider(asker: Asker, granted: ReadonlyMap<string, readonly Access[]>): Promise<Meeting> {
    const here: Access[] = [];
    const disagreements: Access[] = [];
    for (const { action, form } of await this.questionsFor(asker)) {
      const { allowed } = await this.ask(asker, action, form);
      const own = granted.get(action) ?? [];
      for (const { pattern, conditions } of allowed) {
        const access = { action, resource: pattern, conditions };
        here.push(access);
        const isGranted = own.some(
          (one) => containsArn(one.resource, pattern) && implies(simplified(conditions), simplified(one.conditions)),
        );
        if (!isGranted) disagreements.push({ ...access, remark: `by the policy of ${this.resource.arn}` });
      }
      for (const { resource } of own) {
        if (!intersectsArn(resource, form) || allowed.some(({ pattern }) => intersectsArn(pattern, resource))) continue;
        const remark = `refused by the policy of ${this.resource.arn}`;
        disagreements.push({ action, resource: form, conditions: { any: [] }, remark });
      }
    }
    return { here, disagreements };
  }

  private async questionsFor({ identityPolicies }: Asker): Promise<readonly Applicable[]> {
    const { policy } = this.resource;
    const policies = [...identityPolicies.map(({ document }) => document), ...(policy === undefined ? [] : [policy])];
    return this.interview.askRefused(await this.questions(), policies);
  }

  private questions(): Promise<readonly Applicable[]> {
    this.applicable ??= this.findApplicable();
    return this.applicable;
  }

  private async findApplicable(): Promise<readonly Applicable[]> {
    const found: Applicable[] = [];
    for (const action of this.interview.index.ofService(serviceOf(this.resource))) {
      for (const form of formsOf(this.resource)) {
        if (await this.interview.applies(action, form.pattern, form.kind)) found.push({ action, form: form.pattern });
      }
    }
    return found;
  }

  private async ask(asker: Asker, action: string, form: string): Promise<Extract<OpenAnswer, { kind: 'judged' }>> {
    const { policy, account } = this.resource;
    const answer = await this.interview.ask({
      ...asker,
      action,
      resource: form,
      resourceAccount: account,
      ...(policy === undefined ? {} : { resourcePolicy: policy }),
    });
    if (answer.kind === 'inapplicable') {
      throw new Error(`${action} applies to ${form}, and then does not: ${answer.because}`);
    }
    return answer;
  }
}

/** Everything, in another way than any policy of ours would write it, so that its answers are known as its own. */
const anything = 'arn:*:*:*:*:*';

/** Somebody whose own account lets it do everything: what is left is what the resource says. */
export function unlimited(): NamedPolicy[] {
  return [
    {
      name: 'everything',
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: anything }] },
    },
  ];
}
