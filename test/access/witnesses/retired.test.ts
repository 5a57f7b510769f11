import type { Environment } from '../../../lib/config/parameters';
import { ask, type Question } from '../../support/questions';
import { roomOf } from '../../support/room';
import { scenes, rowsOf } from './scenes';
import { type Witness, witnessOf } from './witness';

/** An external id that has been taken out of the configuration opens nothing, on either side of a trust. */

const next = '00000000-5ca1-4ab1-8e0f-000000000001';

/** The environment after every external id has been rotated and the old ones were retired. */
function afterRotation(environment: Environment): Environment {
  const externalIds = [next];
  return {
    ...environment,
    workloads: environment.workloads.map((workload) => ({
      ...workload,
      customers: workload.customers.map((customer) => ({ ...customer, externalIds })),
      consumers: workload.consumers.map((consumer) =>
        consumer.kind === 'cross-account-role' ? { ...consumer, externalIds } : consumer,
      ),
    })),
  };
}

const key = 'sts:ExternalId';

function hasExternalIds({ workloads }: Environment): boolean {
  return workloads.some(
    ({ customers, consumers }) => customers.length > 0 || consumers.some(({ kind }) => kind === 'cross-account-role'),
  );
}

/** Every request of the environment that brings an external id along. */
async function takings(environment: Environment): Promise<Witness[]> {
  const room = roomOf(environment);
  const rows = (await rowsOf(room)).filter(({ action }) => action === 'sts:AssumeRole');
  return rows.map((row) => witnessOf(room, row)).filter(({ question }) => key in (question.context ?? {}));
}

const cases = [...scenes].filter(([, environment]) => hasExternalIds(environment));

test.each(cases)(
  'refuses in %s each external id that was retired, and takes the next one',
  async (_name, environment) => {
    const rotated = roomOf(afterRotation(environment)).assembly;
    const found = await takings(environment);
    for (const { question } of found) {
      const withId = (id: string): Question => ({ ...question, context: { ...question.context, [key]: id } });
      const what = `${question.action} ${question.resource}`;
      expect([what, await ask(rotated, question)]).toEqual([what, 'ImplicitlyDenied']);
      expect([what, await ask(rotated, withId(next))]).toEqual([what, 'Allowed']);
    }
    expect(found).not.toHaveLength(0);
  },
  60_000,
);

test('is asked of both sides: of roles that partners take, and of roles that we take', async () => {
  const sides = await Promise.all(
    cases.map(async ([, environment]) =>
      (await takings(environment)).map(({ row }) => (row.principal.kind === 'foreign' ? 'theirs' : 'ours')),
    ),
  );
  expect(new Set(sides.flat())).toEqual(new Set(['theirs', 'ours']));
}, 60_000);
