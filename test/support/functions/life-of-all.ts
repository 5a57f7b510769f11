import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from '@aws-sdk/client-iam';

import { rotationSteps } from '../../../tools/functions/rotating-secret';
import type { PlannedFault } from '../../../tools/gate/faults';
import type { RecordedLife } from './recorded-life';
import type { RunningRoom } from './running-room';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

export interface Cast {
  readonly accessKey: string;
  /** Rotated by value: passwords and keys that sign tokens. */
  readonly values: readonly string[];
  /** Their first rotations keep the scheduled function from starting them with every run. */
  readonly bystanders: readonly string[];
}

/**
 * A life of one access key and some values with everything in it that takes a right: the first rotations, which the
 * scheduled function starts, second ones, the retirement, a key of a stranger, a lost call, and two emergencies, the
 * second of which the scheduled function has to end.
 */
export async function liveThroughAll(room: RunningRoom, life: RecordedLife, cast: Cast): Promise<void> {
  const lead = new Lead(room, life, cast.accessKey);
  const all = [cast.accessKey, ...cast.values];
  for (const name of all) await life.scene(`rehearsal of ${name}`, () => room.secret(name).schedule());
  await room.fill(cast.bystanders);
  await life.scene('first rotations are started', () => room.tick());
  for (const name of all) await lead.steps(`first rotation`, name, await room.pendingOf(name));

  await room.emulator.pass(60 * day);
  for (const name of all) await lead.steps('second rotation', name, await room.secret(name).begin());
  await room.emulator.pass(day);
  await life.scene('the old version is labelled', () => room.tick());
  await room.emulator.pass(6.5 * day);
  await life.scene('the old key is deactivated', () => room.tick());
  await room.emulator.pass(1.2 * day);
  await life.scene('the old key is deleted', () => room.tick());

  await lead.foreignKey();
  for (const name of cast.values.slice(0, 1)) await lead.givenUp(name);
  await lead.rotationAfterLostCall();
  await lead.emergency();
  await lead.emergencyEndedLater();
}

class Lead {
  public constructor(
    private readonly room: RunningRoom,
    private readonly life: RecordedLife,
    private readonly name: string,
  ) {}

  public async steps(what: string, name: string, token: string): Promise<void> {
    for (const step of rotationSteps) {
      await this.life.scene(`${step} in the ${what} of ${name}`, () => this.room.secret(name).deliver(step, token));
    }
  }

  public async foreignKey(): Promise<void> {
    const { iam } = this.room.emulator.administrator;
    const UserName = this.room.userOf(this.name);
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await this.room.emulator.pass(2 * hour);
    await this.life.scene('the key of a stranger is told', () => this.room.tick());
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
  }

  /** A rotation that a person does not want any more. */
  public async givenUp(name: string): Promise<void> {
    const token = await this.room.secret(name).begin();
    await this.room.request(name, 'discard', token);
    await this.life.scene(`the rotation of ${name} is given up`, () => this.room.tick());
  }

  public async rotationAfterLostCall(): Promise<void> {
    const token = await this.room.secret(this.name).begin();
    await this.failing('createSecret', token, {
      at: ({ name }) => name === 'CreateAccessKey',
      fault: { kind: 'lose-answer' },
    });
    await this.steps('rotation after a lost call', this.name, token);
    const again = () => this.room.secret(this.name).deliver('finishSecret', token);
    await this.life.scene(`finishSecret again`, again);
  }

  public async emergency(): Promise<void> {
    await this.room.request(this.name, 'emergency', 'a laptop was stolen');
    await this.steps('emergency', this.name, await this.room.secret(this.name).begin());
  }

  /** The function is refused at the last moment, so that the end is left to the scheduled one. */
  public async emergencyEndedLater(): Promise<void> {
    await this.room.request(this.name, 'emergency', 'another laptop was stolen');
    const secret = this.room.secret(this.name);
    const token = await secret.begin();
    for (const step of ['createSecret', 'testSecret'] as const) await secret.deliver(step, token);
    const at = ({ name }: { readonly name: string }) => name === 'UpdateAccessKey';
    await this.failing('finishSecret', token, { at, fault: { kind: 'refuse', reason: 'denied' } });
    await this.life.scene('the emergency is ended by the scheduled function', () => this.room.tick());
  }

  private async failing(step: 'createSecret' | 'finishSecret', token: string, fault: PlannedFault): Promise<void> {
    this.room.gate.planFaults([fault]);
    const { outcome } = await this.room.secret(this.name).deliver(step, token);
    if (outcome !== 'failed' || !this.room.gate.hasMetFaults) throw new Error(`${step} did not fail as it should`);
    await this.room.emulator.pass(5 * 60 * 1000);
  }
}
