import type { Assembly } from '../access/assembly';
import type { NamedPolicy } from '../access/principals';
import { relevantTo } from '../access/relevant';
import { contextOfPrincipal } from '../access/request-context';
import { type Answer, simulate } from '../access/simulator/simulate';
import type { Question } from './questions';
import { Room } from './room';

/** What a template does not say of whoever calls. */
export interface Caller {
  /** When its temporary credentials were issued. @default - it calls with a key, or nobody asks */
  readonly issuedAt?: Date;
  /** Policies that it was given since the deployment. */
  readonly addedPolicies?: readonly NamedPolicy[];
}

/** Answers what the policies of synthesized templates say about a call. */
export class Judge {
  public readonly room: Room;
  private readonly answers = new Map<string, Promise<Answer>>();

  /** @param sourceAddress from which everybody calls. @default - one that no configuration here allows */
  public constructor(
    assembly: Assembly,
    private readonly sourceAddress?: string,
  ) {
    this.room = new Room(assembly);
  }

  /** The first question that is not allowed, or nothing. */
  public async firstRefused(
    signer: string,
    questions: readonly Question[],
    caller: Caller = {},
  ): Promise<Question | undefined> {
    for (const question of questions) if ((await this.answer(signer, question, caller)) !== 'Allowed') return question;
    return undefined;
  }

  private answer(signer: string, question: Question, caller: Caller): Promise<Answer> {
    const asked = JSON.stringify([signer, question, caller]);
    const known = this.answers.get(asked) ?? this.judged(signer, question, caller);
    this.answers.set(asked, known);
    return known;
  }

  private judged(signer: string, { action, resource, context }: Question, caller: Caller): Promise<Answer> {
    const { issuedAt, addedPolicies = [] } = caller;
    const principal = this.room.principal(signer);
    const target = this.room.resource(resource);
    const resourceAccount = target?.account ?? this.room.account;
    const trimmed = (document: Parameters<typeof relevantTo>[1]) => relevantTo(action, document);
    const isGivenByService = (key: string) => key.startsWith('aws:') || key.startsWith('kms:');
    const entries = Object.entries(context);
    return simulate({
      principal: signer,
      action,
      resource,
      resourceAccount,
      usualContext: {
        ...contextOfPrincipal(signer, { action, resourceAccount, region: this.room.region }),
        ...(this.sourceAddress === undefined ? {} : { 'aws:SourceIp': this.sourceAddress }),
        ...(issuedAt === undefined ? {} : { 'aws:TokenIssueTime': issuedAt.toISOString() }),
        ...this.room.tagsOf(resource),
        ...Object.fromEntries(entries.filter(([key]) => isGivenByService(key))),
      },
      context: Object.fromEntries(entries.filter(([key]) => !isGivenByService(key))),
      identityPolicies: [...(principal?.identityPolicies ?? []), ...addedPolicies].map(({ name, document }) => ({
        name,
        document: trimmed(document),
      })),
      ...(principal?.boundary === undefined ? {} : { boundary: trimmed(principal.boundary) }),
      ...(target?.policy === undefined ? {} : { resourcePolicy: trimmed(target.policy) }),
    });
  }
}
