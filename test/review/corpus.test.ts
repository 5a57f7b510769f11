import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';

import type { SynthesizedEnvironment } from '../../tools/assembly/cloud-assembly';
import { judgedIn, review } from '../../tools/review/review';
import { applicationCases } from './corpus/application-cases';
import { guardCases } from './corpus/guard-cases';
import { independentCases } from './corpus/independent-cases';
import type { ReviewCase } from './corpus/review-case';
import { statementCases } from './corpus/statement-cases';
import { writingCases } from './corpus/writing-cases';

const cases: readonly ReviewCase[] = [
  ...statementCases,
  ...writingCases,
  ...guardCases,
  ...applicationCases,
  ...independentCases,
];
/** The first case of an environment synthesizes it. */
jest.setTimeout(60_000);

const today = new Date('2026-10-01T00:00:00Z');

/** What the comparison of the CDK says of all stacks that have the same name on both sides. */
function saidByCdk(base: readonly SynthesizedEnvironment[], head: readonly SynthesizedEnvironment[]) {
  const stacks = (side: readonly SynthesizedEnvironment[]) =>
    side.flatMap((environment) =>
      environment.stacks.map((stack) => [`${environment.name}/${stack.name}`, stack] as const),
    );
  const before = new Map(stacks(base));
  const empty = { Resources: {} };
  const diffs = stacks(head).map(([name, { template }]) => fullDiff(before.get(name)?.template ?? empty, template));
  const destructive: readonly ResourceImpact[] = [ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_REPLACE];
  return {
    broadened: diffs.some(({ permissionsBroadened }) => permissionsBroadened),
    destroys: diffs.some((diff) =>
      Object.values(diff.resources.changes).some(({ changeImpact }) => destructive.includes(changeImpact)),
    ),
  };
}

const figures = { right: 0, broadened: 0, withDestruction: 0, total: 0 };

it.each(cases.map((one) => [one.name, one] as const))('judges: %s', async (_name, { sides, needs }) => {
  const { base, head } = sides();
  const cdk = saidByCdk(base, head);
  const expected = needs.length > 0;
  figures.total += 1;
  figures.broadened += Number(cdk.broadened === expected);
  figures.withDestruction += Number((cdk.broadened || cdk.destroys) === expected);
  const { environments } = await review({ base, head, grants: [], today });
  const judged = environments.flatMap(judgedIn);
  const told = judged.map((one) => JSON.stringify({ ...one, gained: undefined, rows: undefined })).join('\n');
  expect({ kinds: [...new Set(judged.map(({ kind }) => kind))].sort(), told }).toEqual({
    kinds: [...needs].sort(),
    told,
  });
  figures.right += 1;
});

afterAll(() => {
  const { right, total, broadened, withDestruction } = figures;
  process.stdout.write(
    `verdicts ${String(right)} of ${String(total)}; cdk's permissionsBroadened would be right in ${String(broadened)}, ` +
      `and in ${String(withDestruction)} with what it says of destroyed and replaced resources\n`,
  );
});
