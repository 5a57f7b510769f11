import type { AccessKeyPorts } from '../../../lambda/rotate-access-key/rotate';
import { CURRENT, PENDING, PREVIOUS } from '../../../lambda/rotation/ports';
import type { RotationSteps, StepContext } from '../../../lambda/rotation/run-step';
import { readCurrent, readIfPresent, versionWith } from '../../../lambda/rotation/versions';
import type { Functions } from '../../support/aws-model/driver';
import type { ModelPorts } from '../../support/aws-model/invocation';
import { keyOfValue } from '../../support/aws-model/world';
import { accessKey } from './functions';

type Broken = (ports: ModelPorts, right: RotationSteps) => Partial<RotationSteps>;

/** The rotation with some of its steps replaced by wrong ones. */
function withSteps(
  broken: Broken,
  tick: Functions['tick'] = (ports, now) => accessKey.tick?.(ports, now) ?? Promise.resolve(),
): Functions {
  return {
    tick,
    steps: (ports) => {
      const right = accessKey.steps(ports);
      const steps: RotationSteps = {
        createSecret: (context) => right.createSecret(context),
        testSecret: (context) => right.testSecret(context),
        finishSecret: (context) => right.finishSecret(context),
        afterFinish: (context) => right.afterFinish(context),
      };
      return Object.assign(steps, broken(ports, right));
    },
  };
}

async function createAndPut({ store, keys }: AccessKeyPorts, { token }: StepContext): Promise<void> {
  const { id, secret } = await keys.create();
  await store.put(token, JSON.stringify({ accessKeyId: id, secretAccessKey: secret, userName: 'files', region: 'x' }));
}

async function keyOf({ store }: AccessKeyPorts, { description }: StepContext): Promise<string | undefined> {
  const value = (await readCurrent(store, description))?.value;
  return value === undefined ? undefined : (JSON.parse(value) as { accessKeyId: string }).accessKeyId;
}

/** Each as another tool does it (rotation.md 3), with what the invariants must find. */
export const brokenFunctions: readonly (readonly [name: string, found: RegExp, functions: Functions])[] = [
  ['promotes without a test', /does not work/u, withSteps(() => ({ testSecret: () => Promise.resolve() }))],
  [
    'takes one success for a proof (go-secure-stdlib)',
    /does not work/u,
    withSteps((ports) => ({
      testSecret: async (context) => {
        const pending = await readIfPresent(ports.store, context.token, PENDING);
        const key = keyOfValue(pending?.value);
        if (key !== undefined) await ports.trial.identity({ accessKeyId: key.id, secretAccessKey: key.secret });
      },
    })),
  ],
  [
    'deletes the old key before it makes another (aws-iam-access-key-auto-rotation)',
    /although it is current/u,
    withSteps((ports, right) => ({
      createSecret: async (context) => {
        const id = await keyOf(ports, context);
        if (id !== undefined) await ports.keys.delete(id);
        await right.createSecret(context);
      },
    })),
  ],
  [
    'deletes the old key at once after the promotion (go-secure-stdlib)',
    /may still be cached|while it was active/u,
    withSteps((ports, right) => ({
      finishSecret: async (context) => {
        const id = await keyOf(ports, context);
        await right.finishSecret(context);
        if (id !== undefined) await ports.keys.delete(id);
      },
    })),
  ],
  [
    'deactivates the old key a day after',
    /in its overlap/u,
    withSteps(
      () => ({}),
      async (ports, now) => {
        await accessKey.tick?.(ports, now);
        const description = await ports.store.describe();
        const previous = versionWith(description, PREVIOUS);
        const value = previous === undefined ? undefined : await readIfPresent(ports.store, previous, PREVIOUS);
        const id = (JSON.parse(value?.value ?? '{}') as { accessKeyId?: string }).accessKeyId;
        const known = (await ports.keys.list()).some((key) => key.id === id);
        if (id !== undefined && known) await ports.keys.setStatus(id, 'Inactive');
      },
    ),
  ],
  [
    'keeps no journal of its calls, so that a lost key stays (pdarg, Maurice)',
    /left over|pending|rotations finished/u,
    withSteps((ports) => ({
      createSecret: async (context) => {
        if ((await readIfPresent(ports.store, context.token, PENDING)) === undefined)
          await createAndPut(ports, context);
      },
    })),
  ],
  [
    'never retires the old key',
    /left over/u,
    withSteps(
      () => ({}),
      () => Promise.resolve(),
    ),
  ],
  [
    'writes the value into the log (cdk-jwks-rotation)',
    /the log holds a secret/u,
    withSteps((ports, right) => ({
      testSecret: async (context) => {
        const pending = await readIfPresent(ports.store, context.token, PENDING);
        ports.log.info('testing', { value: pending?.value });
        await right.testSecret(context);
      },
    })),
  ],
  [
    'quotes the value in an error',
    /an error holds a secret/u,
    withSteps((ports, right) => ({
      testSecret: async (context) => {
        const pending = await readIfPresent(ports.store, context.token, PENDING);
        if (context.description.stages[context.token]?.includes(CURRENT) !== true) {
          throw new Error('bad value', { cause: pending?.value });
        }
        await right.testSecret(context);
      },
    })),
  ],
  [
    'writes whenever a finished rotation is delivered again',
    /finished rotation writes/u,
    withSteps((ports) => ({ afterFinish: () => ports.journal.record({ what: 'finished' }) })),
  ],
  [
    'never ends when the promotion was lost (geostrategists)',
    /rotations finished|still pending/u,
    withSteps(() => ({ finishSecret: () => Promise.reject(new Error('never')) })),
  ],
];
