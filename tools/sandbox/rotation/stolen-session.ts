import { GetSessionTokenCommand } from '@aws-sdk/client-sts';

import type { Gate } from '../../gate/gate';
import { awsAs, type Credentials } from '../aws';
import { NotAsDeclared } from '../errors';
import type { KeyAnswer } from './rotation-fact';
import { type TrialGround, trySession } from './try-key';

/** Temporary credentials that a thief makes with a key. On AWS they outlive the key by up to 36 hours. */
export class StolenSession {
  private constructor(
    private readonly credentials: Credentials,
    private readonly ground: TrialGround,
    private readonly before: KeyAnswer,
  ) {}

  /** @param gate learns whose the session is */
  public static async open(key: Credentials, ground: TrialGround, gate: Pick<Gate, 'signIn'>): Promise<StolenSession> {
    const { Credentials: given } = await awsAs(key, ground.connection).sts.send(new GetSessionTokenCommand({}));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
    gate.signIn(AccessKeyId, ground.userArn, new Date());
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return new StolenSession(credentials, ground, await trySession(credentials, ground));
  }

  /**
   * What the session is answered after an emergency.
   *
   * @returns nothing when it could never do anything, which shows nothing
   * @throws NotAsDeclared when it still works
   */
  public async ended(): Promise<{ readonly before: KeyAnswer; readonly after: KeyAnswer } | undefined> {
    const { before, ground } = this;
    if (before.answer !== 'works') return undefined;
    const after = await trySession(this.credentials, ground);
    if (after.answer === 'denied') return { before, after };
    throw new NotAsDeclared(
      `a session of ${ground.userArn} from before the emergency is not denied: ${after.call} ${after.answer}`,
      'See lambda/access-keys/cut.ts',
    );
  }
}
