import type { Assembly } from '../access/assembly';
import { relevantTo } from '../access/relevant';
import { contextOfPrincipal } from '../access/request-context';
import { type Answer, simulate } from '../access/simulate';
import type { Question } from './questions';
import { Room } from './room';

/** Answers what the policies of synthesized templates say about a call. */
export class Judge {
  public readonly room: Room;
  private readonly answers = new Map<string, Promise<Answer>>();

  public constructor(assembly: Assembly) {
    this.room = new Room(assembly);
  }

  /** The first question that is not allowed, or nothing. */
  public async firstRefused(signer: string, questions: readonly Question[]): Promise<Question | undefined> {
    for (const question of questions) if ((await this.answer(signer, question)) !== 'Allowed') return question;
    return undefined;
  }

  private answer(signer: string, question: Question): Promise<Answer> {
    const asked = JSON.stringify([signer, question]);
    const known = this.answers.get(asked) ?? this.judged(signer, question);
    this.answers.set(asked, known);
    return known;
  }

  private judged(signer: string, { action, resource, context }: Question): Promise<Answer> {
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
        ...this.room.tagsOf(resource),
        ...Object.fromEntries(entries.filter(([key]) => isGivenByService(key))),
      },
      context: Object.fromEntries(entries.filter(([key]) => !isGivenByService(key))),
      identityPolicies: (principal?.identityPolicies ?? []).map(({ name, document }) => ({
        name,
        document: trimmed(document),
      })),
      ...(principal?.boundary === undefined ? {} : { boundary: trimmed(principal.boundary) }),
      ...(target?.policy === undefined ? {} : { resourcePolicy: trimmed(target.policy) }),
    });
  }
}
