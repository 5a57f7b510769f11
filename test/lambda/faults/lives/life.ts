import type { Notice } from '../../../../lambda/reconcile-secrets/ports';
import { CURRENT, PENDING } from '../../../../lambda/rotation/ports';
import type { Happening } from '../../../support/aws-model/driver';
import { deleteKey } from '../../../support/aws-model/identity';
import { startRotation, versionLabelled } from '../../../support/aws-model/secrets-manager';
import { DAY, HOUR, keyOfValue, type KeyState, type World } from '../../../support/aws-model/world';
import { rotation, tick } from '../functions';
import { actsOfPeople } from '../people';

/** A life in which something else happens than rotations and retirements. */
export interface Life {
  readonly name: string;
  /** What comes before, without faults: the whole life has them there. */
  readonly before: readonly Happening[];
  /** Times count from the birth too. */
  readonly script: readonly Happening[];
  /** How many rotations finish, whatever fault there is. */
  readonly rotations: readonly [least: number, most: number];
  /** Days after which the use of an old key does not count any more. */
  readonly usedKeyDays?: number;
}

export function act(after: number, what: (world: World) => void): Happening {
  return { after, what };
}

export function person(after: number, name: string): Happening {
  const what = actsOfPeople[name];
  if (what === undefined) throw new Error(`nobody ${name}`);
  return { after, what };
}

/** A look from outside, which ends the life when it finds anything else. */
export function expecting(after: number, expected: string, holds: (world: World) => boolean): Happening {
  return {
    after,
    what: function look(world) {
      if (!holds(world)) throw new Error(`expected that ${expected}`);
    },
  };
}

export function keyAt(world: World, stage: string): KeyState | undefined {
  const version = world.secret.versions[versionLabelled(world, stage) ?? ''];
  return world.user.keys.find(({ id }) => id === keyOfValue(version?.value)?.id);
}

export function told(after: number, kind: Notice['kind'], names: (notice: Notice) => boolean = () => true): Happening {
  return expecting(after, `somebody was told ${kind}`, ({ heard }) => {
    const { [kind]: notice } = heard;
    return notice !== undefined && names(notice);
  });
}

export function becomes(after: number, stage: string, status: KeyState['status'] | 'gone'): Happening {
  return expecting(
    after,
    `the key of ${stage} is ${status}`,
    (world) => (keyAt(world, stage)?.status ?? 'gone') === status,
  );
}

/** The first key, made because the scheduled function finds none. */
export const birth: readonly Happening[] = [tick(0), tick(2 * HOUR), tick(4 * HOUR)];

/** Birth, a rotation a month later, and its overlap. */
export const overlap: readonly Happening[] = [...birth, rotation(30 * DAY), tick(30 * DAY + 2 * HOUR)];

/** Hourly runs, as many as one fault cannot defeat. */
export function hours(from: number, count = 3): Happening[] {
  return Array.from({ length: count }, (_, hour) => tick(from + hour * HOUR));
}

export const answered = (after: number): Happening =>
  expecting(after, 'the emergency is answered', ({ emergencySince }) => emergencySince === undefined);

export const enable = (world: World) => {
  world.kms = 'enabled';
};

/** An operator has an unfinished rotation attempted again. */
export function finish(world: World): void {
  const pending = versionLabelled(world, PENDING);
  if (pending !== undefined && pending !== versionLabelled(world, CURRENT)) startRotation(world);
}

export function deleteKeysOfPeople(world: World): void {
  for (const { id, madeBy } of [...world.user.keys]) {
    if (madeBy === 'person') deleteKey(world, id, 'person', () => undefined);
  }
}
