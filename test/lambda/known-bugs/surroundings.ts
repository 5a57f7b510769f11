import { CallFailed } from '../../../lambda/rotation/errors';
import { PREVIOUS } from '../../../lambda/rotation/ports';
import { versionWith } from '../../../lambda/rotation/versions';
import { type Functions, steps } from '../../support/aws-model/driver';
import { newWorld, SECRET_ARN, SECRET_NAME } from '../../support/aws-model/world';
import type { Sources } from './broken-functions';

/** The same functions, called or answered as the model does not do it. */
export type Surroundings = (functions: Functions, sources: Sources) => Functions;

/** With every run of the scheduled function, the steps of the rotation before the current one are delivered again. */
export function withLateEvents(functions: Functions, { runStep }: Sources): Functions {
  return {
    ...functions,
    tick: async (ports, now) => {
      const token = versionWith(await ports.store.describe(), PREVIOUS);
      for (const step of token === undefined ? [] : steps) {
        const event = { step, secretId: SECRET_ARN, token: token ?? '' };
        await runStep(event, SECRET_NAME, functions.steps(ports), ports).catch(refused);
      }
      await functions.tick?.(ports, now);
    },
  };
}

/** However it is refused: the invariants say whether anything of it was carried out. */
const refused = () => undefined;

/** For so many milliseconds from the start, IAM says of no key when it was used last. */
export function withoutLastUseFor(time: number): Surroundings {
  const end = newWorld().now + time;
  return (functions) => ({
    ...functions,
    tick: async (ports, now) => {
      const lastUse = () => Promise.reject(new CallFailed('iam:GetAccessKeyLastUsed', 'throttled', 'Throttling'));
      const keys = now.getTime() < end ? { ...ports.keys, lastUse } : ports.keys;
      await functions.tick?.({ ...ports, keys }, now);
    },
  });
}
