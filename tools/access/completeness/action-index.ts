import { matchesAction } from '../actions';
import { listOf, type PolicyDocument, type Statement } from '../template';

/** The known actions of AWS, found by the patterns of policies. Upper and lower case are the same to IAM. */
export class ActionIndex {
  private readonly byService = new Map<string, string[]>();
  private readonly known = new Map<string, ReadonlySet<string>>();
  private readonly allowed = new WeakMap<PolicyDocument, ReadonlySet<string>>();

  /** @param actions as AWS writes them: `s3:GetObject` */
  constructor(public readonly actions: readonly string[]) {
    for (const action of actions) {
      const service = action.split(':')[0]?.toLowerCase() ?? '';
      this.byService.set(service, [...(this.byService.get(service) ?? []), action]);
    }
  }

  public ofService(service: string): readonly string[] {
    const actions = this.byService.get(service);
    if (actions === undefined) throw new Error(`AWS has no service with the prefix ${service}`);
    return actions;
  }

  /** The actions that a pattern such as `s3:Get*` matches; none when AWS knows no such action. */
  public matching(pattern: string): ReadonlySet<string> {
    const known = this.known.get(pattern);
    if (known !== undefined) return known;
    const service = pattern.toLowerCase().split(':')[0] ?? '';
    const candidates = /[*?]/.test(service) ? this.actions : (this.byService.get(service) ?? []);
    const matching = new Set(candidates.filter((action) => matchesAction(action, pattern)));
    this.known.set(pattern, matching);
    return matching;
  }

  /** The actions that a statement is about, whatever its effect. */
  public concernedBy(statement: Statement): ReadonlySet<string> {
    const matched = (patterns: readonly string[]) =>
      new Set(patterns.flatMap((pattern) => [...this.matching(pattern)]));
    if (statement.NotAction === undefined) return matched(listOf(statement.Action));
    const left = matched(listOf(statement.NotAction));
    return new Set(this.actions.filter((action) => !left.has(action)));
  }

  /** The actions that an Allow statement of the policy is about. */
  public allowedBy(policy: PolicyDocument): ReadonlySet<string> {
    const known = this.allowed.get(policy);
    if (known !== undefined) return known;
    const statements = policy.Statement.filter(({ Effect }) => Effect === 'Allow');
    const allowed = new Set(statements.flatMap((statement) => [...this.concernedBy(statement)]));
    this.allowed.set(policy, allowed);
    return allowed;
  }
}
