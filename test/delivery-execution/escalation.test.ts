import { assemblyOf } from '../../tools/access/assembly';
import { type Edge, edgesOf, type Reach, reachOf } from '../../tools/access/escalation/graph';
import { subjectsOf } from '../../tools/access/escalation/subjects';
import { accessRows } from '../../tools/access/rows/access-rows';
import { comparisonsOf } from '../../tools/access/rows/condition-tree';
import { deliveredEnvironment } from '../support/delivered';
import { inherent } from './support/inherent';
import { anotherApplication } from './support/others';
import { stacksWithRole, worldOf } from './support/world';

/** Where CloudFormation's role leads, over everybody whom it can become: nowhere but into its own environment. */

jest.setTimeout(300_000);

const environment = deliveredEnvironment();

async function find() {
  const { role, own, assembly } = worldOf(environment);
  const ownPrincipals = new Set(
    assembly.principals.filter(({ entry }) => own.includes(entry.stack)).map(({ arn }) => arn),
  );
  const { name, account, region } = environment;
  const written = stacksWithRole(environment);
  const [like] = written;
  if (like === undefined) throw new Error('there is no stack');
  const stacks = [...written, anotherApplication(like)];
  const rows = await accessRows({ name, account, region, stacks });
  const resolved = assemblyOf(stacks).stacks;
  const edges = edgesOf({ rows, stacks: resolved });
  return {
    steps: edges.filter(({ from }) => from.id === role),
    reached: reachOf(edges).filter(({ from }) => from.id === role),
    // Customers' roles among them, which consumers may take.
    own: new Set(
      subjectsOf(
        own,
        rows.filter(({ principal }) => ownPrincipals.has(principal.id)),
      ).map(({ id }) => id),
    ),
    rows: rows.filter(({ principal }) => principal.id === role),
    others: subjectsOf(
      resolved.filter((stack) => stack.name === 'other-application'),
      [],
    ),
  };
}

let known: ReturnType<typeof find> | undefined;

function found(): ReturnType<typeof find> {
  known ??= find();
  return known;
}

/** A step to a key is one only for a key that has an alias of the environment, which this cannot see. */
function isHeldToAliases({ rows, to }: Edge): boolean {
  return (
    to.kind === 'key' &&
    rows.every(({ conditions }) => comparisonsOf(conditions).some(({ key }) => key === 'kms:ResourceAliases'))
  );
}

function told({ from, to, gives }: Reach): string {
  return `${from.id} ${gives} ${to.id}`;
}

it('reaches nobody and nothing of another application, of those who deploy, or of the bootstrap', async () => {
  const { reached, own, others } = await found();
  const strays = reached.filter(({ to, chain }) => !own.has(to.id) && !chain.every(isHeldToAliases));
  expect(strays.map(told)).toEqual([]);
  expect(others.length).toBeGreaterThan(10);
  expect(reached.length).toBeGreaterThan(50);
});

it('reaches within the environment what is listed, and nothing else', async () => {
  const { steps, own } = await found();
  const seen = steps.filter(({ to }) => own.has(to.id)).map(({ path, to }) => `${path.gives} ${to.kind}: ${path.id}`);
  expect([...new Set(seen)].sort()).toEqual(inherent.flatMap((group) => group.steps).sort());
  for (const { because } of inherent) expect(because).toMatch(/^[A-Z].{60,}\.$/);
});

it('reads no file, no value of a secret and no row by itself', async () => {
  const { rows } = await found();
  const reads = rows.filter(({ action }) =>
    /^(?:s3:GetObject|secretsmanager:(?:Batch)?GetSecretValue|dynamodb:(?:GetItem|Query|Scan)|sqs:ReceiveMessage|logs:(?:Get|Filter)LogEvents|ssm:GetParameter$)/.test(
      action,
    ),
  );
  expect(reads.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    's3:GetObject arn:aws:s3:::cdk-portalprod-assets-111122223333-eu-central-1/*',
  ]);
  expect(rows.length).toBeGreaterThan(300);
});
