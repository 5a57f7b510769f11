import { ListAccessKeysCommand } from '@aws-sdk/client-iam';

import type { Trial } from '../../../lambda/access-keys/trial';
import type { Consumer } from '../../../lib/config/consumers';
import type { Gate } from '../../gate/gate';
import type { Credentials } from '../aws';
import { NotAsDeclared } from '../errors';
import type { Fact } from '../room/fact';
import { type OldKey, oldKeyAfter } from './moments';
import type { RotationRoom } from './rotation-room';
import type { Rotated, SecretLife } from './secret-life';
import { StolenSession } from './stolen-session';
import { mustBeRefused, mustWork, type TrialGround } from './try-key';

const day = 24 * 60 * 60 * 1000;
const reason = 'the sandbox shows what happens when a key is stolen';

/** From the first rotation of an access key to an emergency. Every state of every key is seen by using it. */
export class AccessKeyLife implements SecretLife {
  /** All keys there ever were, oldest first. */
  private readonly keys: Credentials[] = [];
  private session: StolenSession | undefined;

  private constructor(
    private readonly rotated: Rotated<'access-key', RotationRoom>,
    private readonly ground: TrialGround,
    private readonly gate: Gate,
  ) {}

  /** @param consumer whose key it is, and who calls from a declared address here */
  public static async begin(rotated: Rotated<'access-key', RotationRoom>, consumer: Consumer, userArn: string) {
    const [network] = consumer.kind === 'iam-user' ? consumer.sourceAddresses : [];
    const gate = await rotated.room.openGate(network?.split('/')[0]);
    const trial = JSON.parse(rotated.room.variablesOf(rotated.name).TRIAL ?? '{}') as Trial;
    return new AccessKeyLife(rotated, { connection: rotated.room.connectionTo(gate), userArn, trial }, gate);
  }

  public async afterFirst(): Promise<Fact[]> {
    await this.learnKey();
    return [this.rotation('first', 'started by the hourly function'), ...(await this.look('first rotation'))];
  }

  public async rotateAgain(): Promise<Fact[]> {
    const { room, name } = this.rotated;
    await room.rotate(name);
    await this.learnKey();
    return [this.rotation('second', 'started by an operator'), ...(await this.look('overlap'))];
  }

  /** When the hourly function is to run for a look so many days after the second rotation. */
  public async after(days: number): Promise<Date> {
    const since = await this.rotated.room.journalOf(this.rotated.name).currentSince();
    return new Date(since.getTime() + days * day);
  }

  /** What is left of the first key so many days after the second rotation; the hourly function has just run. */
  public async lookAfter(days: number): Promise<Fact[]> {
    return this.look(`T + ${String(days)} days`, oldKeyAfter(this.rotated.secret, days));
  }

  /** What an operator does when the current key is stolen. */
  public async declareEmergency(): Promise<void> {
    const current = this.keys.at(-1);
    if (current !== undefined) this.session = await StolenSession.open(current, this.ground, this.gate);
    await this.rotated.room.journalOf(this.rotated.name).declareEmergency(reason);
  }

  /** The hourly function has begun the rotation that answers the emergency. */
  public async endEmergency(): Promise<Fact[]> {
    const { room, workload, name } = this.rotated;
    await room.carryOut(name);
    await this.learnKey();
    if (await room.journalOf(name).hasEmergency()) {
      throw new NotAsDeclared(`the emergency of ${name} is not answered`, 'Run the sandbox with --keep and look');
    }
    const session = await this.session?.ended();
    return [
      this.rotation('emergency', 'started by the hourly function because of the request in the journal'),
      { fact: 'emergency ended', workload, secret: name, reason, ...(session && { session }) },
      ...(await this.look('emergency', 'inactive')),
    ];
  }

  private rotation(which: 'first' | 'second' | 'emergency', how: string): Fact {
    const { workload, name: secret } = this.rotated;
    return { fact: 'rotated', workload, secret, which, how };
  }

  private async learnKey(): Promise<void> {
    const { room, name } = this.rotated;
    const { accessKeyId, secretAccessKey } = JSON.parse(await room.valueOf(name)) as Credentials;
    if (this.keys.some((key) => key.accessKeyId === accessKeyId)) {
      throw new NotAsDeclared(`the rotation of ${name} has made no new key`, 'Run the sandbox with --keep and look');
    }
    this.keys.push({ accessKeyId, secretAccessKey });
  }

  /** @param old what must be left of the key before the current one */
  private async look(when: string, old: OldKey = 'works'): Promise<Fact[]> {
    const listed = await this.listed();
    return Promise.all(
      this.keys.map((key, index) => {
        const place = this.keys.length - index;
        // Two rotations ago: long deleted.
        const expected = place === 1 ? 'works' : place === 2 ? old : 'deleted';
        return this.lookAt(key, expected, when, listed);
      }),
    );
  }

  private async lookAt(
    key: Credentials,
    expected: OldKey,
    when: string,
    listed: ReadonlyMap<string, string>,
  ): Promise<Fact> {
    const { workload, name: secret } = this.rotated;
    const { accessKeyId: keyId } = key;
    const status = listed.get(keyId) ?? 'gone';
    const wanted = { works: 'Active', inactive: 'Inactive', deleted: 'gone' }[expected];
    if (status !== wanted) {
      throw new NotAsDeclared(
        `${secret}, ${when}: key ${keyId} is ${status} instead of ${wanted}`,
        'Run the sandbox with --keep, and read the journal',
      );
    }
    const answers = await (expected === 'works' ? mustWork(key, this.ground) : mustBeRefused(key, this.ground));
    return { fact: 'key', workload, secret, when, keyId, state: expected, answers };
  }

  private async listed(): Promise<ReadonlyMap<string, string>> {
    const list = new ListAccessKeysCommand({ UserName: this.userName });
    const { AccessKeyMetadata = [] } = await this.rotated.room.administrator.iam.send(list);
    return new Map(AccessKeyMetadata.map(({ AccessKeyId = '', Status = '' }) => [AccessKeyId, Status]));
  }

  private get userName(): string {
    return this.ground.userArn.split('/').at(-1) ?? '';
  }
}
