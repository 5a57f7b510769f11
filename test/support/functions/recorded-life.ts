import { GetItemCommand } from '@aws-sdk/client-dynamodb';

import type { Assembly } from '../../../tools/access/assembly';
import type { Invocation } from '../../../tools/functions/execution-environment';
import { Judge } from '../../../tools/gate/judge';
import type { Question } from '../../../tools/gate/questions';
import type { Moment } from './guarded-emulator';
import type { RunningRoom } from './running-room';

/** What Lambda itself does with a function's role: it writes its log, and keeps an event that failed. */
export interface PlatformUse {
  readonly role: string;
  readonly questions: readonly Question[];
}

/** One invocation of a life, which can be lived again from where it began. */
export interface Scene {
  readonly name: string;
  readonly start: Moment;
  readonly act: () => Promise<Invocation>;
  /** Everything that was asked for, by whom. */
  readonly asked: readonly { readonly signer: string; readonly question: Question }[];
  /** What it led to. */
  readonly ending: string;
}

/** What the functions of a room do in a life, scene by scene. */
export class RecordedLife {
  private readonly played: Scene[] = [];

  public constructor(
    private readonly room: RunningRoom,
    private readonly accessKeys: readonly string[],
    private readonly platform: readonly PlatformUse[],
  ) {}

  public get scenes(): readonly Scene[] {
    return this.played;
  }

  /** Lives one scene, and remembers it. @throws Error when the function fails: nothing could be told from its failures later */
  public async scene(name: string, act: () => Promise<Invocation>): Promise<void> {
    const start = await this.room.emulator.save();
    this.room.gate.planFaults([]);
    const invocation = await act();
    if (invocation.outcome !== 'done') throw new Error(`${name}: ${invocation.error ?? invocation.outcome}`);
    const signed = this.room.gate.calls.flatMap(({ signer, questions }) =>
      signer === undefined ? [] : questions.map((question) => ({ signer, question })),
    );
    const signers = new Set(signed.map(({ signer }) => signer));
    const byLambda = this.platform
      .filter(({ role }) => signers.has(role))
      .flatMap(({ role, questions }) => questions.map((question) => ({ signer: role, question })));
    this.played.push({ name, start, act, asked: [...signed, ...byLambda], ending: await this.endingOf(invocation) });
  }

  /** Lives a scene again under other policies. @returns how it ends then */
  public async again({ start, act, asked }: Scene, assembly: Assembly): Promise<string> {
    await this.room.putBack(start);
    this.room.judgeBy(assembly);
    const judge = new Judge(assembly);
    for (const { signer, question } of asked) {
      if (!this.isByLambda(signer, question)) continue;
      if ((await judge.firstRefused(signer, [question])) !== undefined) return `Lambda lacks ${question.action}`;
    }
    return this.endingOf(await act());
  }

  /** Scenes in which somebody asks for an action. */
  public asking(role: string | undefined, action: string): readonly Scene[] {
    return this.played.filter(({ asked }) =>
      asked.some(({ signer, question }) => (role ?? signer) === signer && question.action === action),
    );
  }

  private isByLambda(signer: string, question: Question): boolean {
    return this.platform.some(({ role, questions }) => role === signer && questions.includes(question));
  }

  /** Whatever a policy could change about it: names that AWS draws at random are left out. */
  private async endingOf({ outcome }: Invocation): Promise<string> {
    const keys = await Promise.all(
      this.accessKeys.map(async (name) => (await this.room.keysOf(name)).map(({ status }) => status)),
    );
    const labels = await Promise.all(
      this.accessKeys.map(async (name) =>
        Object.values(await this.room.stages(name))
          .flat()
          .toSorted(),
      ),
    );
    const requests = await Promise.all(this.accessKeys.map((name) => this.requestsOf(name)));
    return JSON.stringify({ outcome, keys, labels, requests });
  }

  private async requestsOf(name: string): Promise<string[]> {
    const { Item = {} } = await this.room.emulator.administrator.tables.send(
      new GetItemCommand({
        TableName: this.room.journalOf(name),
        Key: { secret: { S: this.room.fullName(name) }, record: { S: 'state' } },
      }),
    );
    return ['emergency', 'reactivate', 'discard'].filter((request) => request in Item);
  }
}
