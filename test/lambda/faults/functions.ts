import type { LookedAfter } from '../../../lambda/reconcile-secrets/environment';
import { Reconciler } from '../../../lambda/reconcile-secrets/reconcile';
import { AccessKeyRotation } from '../../../lambda/rotate-access-key/rotate';
import { ValueRotation } from '../../../lambda/rotation/rotate-value';
import type { Functions, Happening } from '../../support/aws-model/driver';
import type { ModelPorts } from '../../support/aws-model/invocation';
import { CANARY, DAY, HOUR, nextNumber, SECRET_NAME, USER_NAME, type World } from '../../support/aws-model/world';
import { specification } from '../rotate-access-key/given';

export const rules = { overlap: 7 * DAY, watch: DAY };

/** The rotation of an access key, and the function that retires the old ones; or broken copies of them. */
export function accessKeyFunctions(
  Rotation: typeof AccessKeyRotation,
  Tending: typeof Reconciler,
  bound: { readonly usedKeyDays?: number } = {},
): Functions {
  const lookedAfter = { kind: 'access-key', name, user: USER_NAME, overlapDays: 7, watchDays: 1, ...bound } as const;
  return {
    steps: (ports) => new Rotation({ ...specification, ...bound }, ports),
    tick: tending(Tending, lookedAfter),
  };
}

const name = SECRET_NAME.split('/').at(-1) ?? '';

function tending(Tending: typeof Reconciler, lookedAfter: LookedAfter) {
  return async (ports: ModelPorts, now: Date) => {
    const { metrics, log } = ports;
    const reconciler = new Tending(SECRET_NAME.slice(0, -name.length), [lookedAfter], {
      accessKey: () => ports,
      value: () => ports,
      aging: () => ({ filledAt: () => Promise.resolve(undefined) }),
      metrics,
      log,
    });
    await reconciler.run(now);
  };
}

export const accessKey = accessKeyFunctions(AccessKeyRotation, Reconciler);

/** A secret whose values are new each time, as passwords are. */
export function randomValues(sequence: World): Functions {
  return {
    steps: (ports) =>
      new ValueRotation(
        {
          make: () => Promise.resolve(`${CANARY}-value-${nextNumber(sequence)}`),
          prove: () => Promise.resolve(),
          assertPromotable: () => undefined,
        },
        ports,
      ),
    tick: tending(Reconciler, { kind: 'value', name }),
  };
}

export const rotation = (after: number): Happening => ({ after, what: 'rotate' });
export const tick = (after: number): Happening => ({ after, what: 'tick' });

/** Runs of the scheduled function where something is due after a rotation: it is level-triggered, so the others find nothing. */
export function ticksAfter(day: number): Happening[] {
  return [day + 6, day + 7 + 2 / 24, day + 7 + 3 / 24, day + 8 + 4 / 24, day + 8 + 5 / 24, day + 8 + 6 / 24].map((at) =>
    tick(at * DAY),
  );
}

/** First key, rotation, overlap, retirement, and another rotation; the first one is started by the scheduled function. */
export const wholeLife: readonly Happening[] = [
  tick(0),
  tick(2 * HOUR),
  tick(4 * HOUR),
  rotation(30 * DAY),
  tick(30 * DAY + 2 * HOUR),
  ...ticksAfter(30),
  rotation(60 * DAY),
  tick(60 * DAY + 2 * HOUR),
  ...ticksAfter(60),
];

/** The life of a value that nobody has to retire. */
export const lifeOfValues: readonly Happening[] = [0, 30, 60].map((day) => rotation(day * DAY));
