import { consumerArn, secretPrefix } from '../../../lib/config/names';
import type { Workload } from '../../../lib/config/parameters';
import type { Secret } from '../../../lib/config/secrets';
import { SandboxError } from '../errors';
import type { Fact } from '../room/fact';
import { AccessKeyLife } from './access-key-life';
import { momentsOf } from './moments';
import { RotationRoom, type RotationRoomProps } from './rotation-room';
import type { SecretLife } from './secret-life';
import { KeySetLife } from './token-key-life';
import { ValueLife } from './value-life';

/** Kinds of secrets that a person fills, or the deployment. */
const unrotated: readonly Secret['kind'][] = ['api-key', 'json'];

export function rotates({ kind }: Secret): boolean {
  return !unrotated.includes(kind);
}

interface Shown {
  readonly workload: Workload;
  /** Full name. */
  readonly name: string;
  readonly life: SecretLife;
}

/** The secrets of an environment in their lives: first rotation, second, retirement of the old key, emergency. */
export class RotationShow {
  private constructor(
    private readonly room: RotationRoom,
    private readonly shown: readonly Shown[],
  ) {}

  /** Puts the gate before the emulator, and switches every rotation on as a deployment to AWS does. */
  public static async open(props: RotationRoomProps): Promise<RotationShow> {
    const room = await RotationRoom.open(props);
    try {
      const shown = await Promise.all(
        props.environment.workloads.flatMap((workload) =>
          workload.secrets.filter(rotates).map(async (secret): Promise<Shown> => {
            const name = `${secretPrefix(props.environment, workload.name)}${secret.name}`;
            await room.schedule(name);
            return { workload, name, life: await lifeOf(room, props, workload, name, secret) };
          }),
        ),
      );
      return new RotationShow(room, shown);
    } catch (error) {
      await room.close();
      throw error;
    }
  }

  public async close(): Promise<void> {
    await this.room.close();
  }

  /** The hourly function finds secrets without a value, and begins their first rotations. */
  public async rotateFirst(): Promise<Fact[]> {
    await this.reconcile(this.workloads(this.shown), () => new Date());
    return this.ofEach(this.shown, async ({ name, life }) => {
      await this.room.carryOut(name);
      return life.afterFirst();
    });
  }

  public async rotateAgain(): Promise<Fact[]> {
    return this.ofEach(this.shown, ({ life }) => life.rotateAgain());
  }

  /** What the hourly function does so many days after the second rotation. */
  public async retire(days: number): Promise<Fact[]> {
    const shown = this.accessKeys().filter(({ secret }) => momentsOf([secret]).includes(days));
    const latest = new Map<Workload, Date>();
    for (const { workload, life } of shown) {
      const time = await life.after(days);
      if (time > (latest.get(workload) ?? new Date(0))) latest.set(workload, time);
    }
    await this.reconcile([...latest.keys()], (workload) => latest.get(workload) ?? new Date());
    return this.ofEach(shown, ({ life }) => life.lookAfter(days));
  }

  /** The current keys are stolen. @param days after the second rotation */
  public async endEmergencies(days: number): Promise<Fact[]> {
    const shown = this.accessKeys();
    const times = new Map<Workload, Date>();
    for (const { workload, life } of shown) {
      times.set(workload, await life.after(days));
      await life.declareEmergency();
    }
    await this.reconcile(this.workloads(shown), (workload) => times.get(workload) ?? new Date());
    return this.ofEach(shown, ({ life }) => life.endEmergency());
  }

  private accessKeys() {
    return this.shown.flatMap(({ workload, name, life }) => {
      const secret = workload.secrets.find((candidate) => name.endsWith(`/${candidate.name}`));
      return life instanceof AccessKeyLife && secret?.kind === 'access-key' ? [{ workload, name, life, secret }] : [];
    });
  }

  private workloads(shown: readonly { readonly workload: Workload }[]): Workload[] {
    return [...new Set(shown.map(({ workload }) => workload))];
  }

  private async reconcile(workloads: readonly Workload[], timeOf: (workload: Workload) => Date): Promise<void> {
    await Promise.all(workloads.map((workload) => this.room.reconcile(workload.name, timeOf(workload))));
  }

  private async ofEach<Item>(items: readonly Item[], show: (item: Item) => Promise<Fact[]>): Promise<Fact[]> {
    return (await Promise.all(items.map(show))).flat();
  }
}

async function lifeOf(
  room: RotationRoom,
  { environment }: RotationRoomProps,
  { name: workload, consumers }: Workload,
  name: string,
  secret: Secret,
): Promise<SecretLife> {
  switch (secret.kind) {
    case 'access-key': {
      const consumer = consumers.find((candidate) => candidate.name === secret.consumer);
      if (consumer === undefined) throw new SandboxError(`${name} is nobody's`, 'See lib/config/rules/');
      const userArn = consumerArn(environment, workload, consumer);
      return AccessKeyLife.begin({ room, workload, name, secret }, consumer, userArn);
    }
    case 'jwt-key-set':
      return new KeySetLife({ room, workload, name, secret });
    case 'password':
    case 'username-password':
    case 'jwt-secret-key':
      return new ValueLife({ room, workload, name, secret });
    case 'api-key':
    case 'json':
      throw new SandboxError(`${name} does not rotate`, 'See tools/sandbox/rotation/rotation-show.ts');
  }
}
