import fc from 'fast-check';

import { factsOf } from '../../../tools/access/completeness/identity-access';
import { conditionText } from '../../../tools/access/completeness/canonical-condition';
import { outsidersOf } from '../../../tools/access/completeness/outsiders';
import { discover, type OpenAnswer, type OpenQuestion } from '../../../tools/access/simulator/discover';
import { everyKind } from '../../support/every-kind';
import { roomOf } from '../../support/room';
import { environments, named } from '../../support/templates';
import { interview } from './asked';

// Processor time is a second each; on a loaded machine that takes longer.
jest.setTimeout(120_000);

/**
 * Questions are asked of policies that are reduced to what an action can meet, and where nothing allows it, of none. Here
 * the whole policies are asked too, and the answers must be the same.
 */

const rooms = [named(environments, 'prod'), named(everyKind, 'full')].map((environment) => roomOf(environment));

function allowedBy(answer: OpenAnswer): string[] {
  if (answer.kind === 'inapplicable') return [answer.because];
  return answer.allowed.map(({ pattern, conditions }) => `${pattern} when ${conditionText(conditions)}`).sort();
}

/** Who asks, with policies and what is known of every request. */
const askers = rooms.flatMap(({ assembly }) => [
  ...assembly.principals.map((principal) => ({
    principal: principal.arn,
    facts: factsOf(principal),
    identityPolicies: principal.identityPolicies,
    ...(principal.boundary === undefined ? {} : { boundary: principal.boundary }),
    account: principal.account,
    assembly,
  })),
  ...outsidersOf(assembly).map(({ asker }) => ({ ...asker, account: assembly.stacks[0]?.account ?? '', assembly })),
]);

const insiders = askers.filter(({ assembly, principal }) => assembly.principals.some(({ arn }) => arn === principal));

/** Somebody attached a policy that allows everything. */
const everything = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] },
};

async function sameAnswer(question: OpenQuestion): Promise<void> {
  const asking = await interview();
  expect(allowedBy(await asking.ask(question))).toEqual(allowedBy(await discover(question)));
}

it('answers about anything as the whole policies do', async () => {
  const { actions } = (await interview()).index;
  const someQuestion = fc.record({
    asker: fc.constantFrom(...insiders),
    action: fc.constantFrom(...actions),
    more: fc.constantFrom([], [everything]),
  });
  await fc.assert(
    fc.asyncProperty(someQuestion, async ({ asker: { account, assembly: _assembly, ...asker }, action, more }) => {
      const identityPolicies = [...asker.identityPolicies, ...more];
      await sameAnswer({ ...asker, identityPolicies, action, resource: '*', resourceAccount: account });
    }),
    { numRuns: 1000 },
  );
});

it('answers about every action that somebody is allowed as the whole policies do', async () => {
  const { index } = await interview();
  const documents = insiders.flatMap(({ identityPolicies }) => identityPolicies.map(({ document }) => document));
  const allowed = new Set(documents.flatMap((document) => [...index.allowedBy(document)]));
  expect(allowed.size).toBeGreaterThan(30);
  for (const { account, assembly: _assembly, ...asker } of insiders) {
    for (const action of allowed) await sameAnswer({ ...asker, action, resource: '*', resourceAccount: account });
  }
});

it('answers about one resource as the whole policies do', async () => {
  const asking = await interview();
  const services = ['kms', 's3', 'secretsmanager', 'sns', 'sqs', 'sts'];
  const arnService = (service: string) => (service === 'sts' ? 'iam' : service);
  const cases = askers.flatMap(({ assembly, account: _account, ...asker }) =>
    assembly.resources.flatMap((resource) =>
      services
        .filter((service) => resource.arn.split(':')[2] === arnService(service))
        .map((service) => ({ asker, resource, actions: asking.index.ofService(service) })),
    ),
  );
  const someQuestion = fc
    .constantFrom(...cases)
    .chain(({ asker, resource, actions }) =>
      fc.record({ asker: fc.constant(asker), resource: fc.constant(resource), action: fc.constantFrom(...actions) }),
    );
  await fc.assert(
    fc.asyncProperty(someQuestion, async ({ asker, resource, action }) => {
      const { arn, account, type, policy } = resource;
      fc.pre(await asking.applies(action, arn, type));
      await sameAnswer({
        ...asker,
        action,
        resource: arn,
        resourceAccount: account,
        ...(policy === undefined ? {} : { resourcePolicy: policy }),
      });
    }),
    { numRuns: 1500 },
  );
});

it('leaves out no action that the simulator finds allowed by all statements of everybody together', async () => {
  const { index } = await interview();
  const documents = rooms.flatMap(({ assembly }) =>
    assembly.principals.flatMap(({ identityPolicies }) => identityPolicies.map(({ document }) => document)),
  );
  const patterns = documents.flatMap(({ Statement }) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action = [] }) => Action),
  );
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' as const, Action: [...new Set(patterns)], Resource: '*' }],
  };
  const principal = 'arn:aws:iam::000000000000:role/everybody';
  const found: string[] = [];
  for (const action of index.actions) {
    const answer = await discover({
      principal,
      action,
      resource: '*',
      resourceAccount: '000000000000',
      facts: {},
      identityPolicies: [{ name: 'all', document }],
    });
    if (answer.kind === 'inapplicable' || answer.allowed.length > 0) found.push(action);
  }
  const expected = new Set(documents.flatMap((policy) => [...index.allowedBy(policy)]));
  // Which AWS answers whatever policies say.
  expect(found.toSorted()).toEqual([...expected, 'sts:GetCallerIdentity'].toSorted());
});
