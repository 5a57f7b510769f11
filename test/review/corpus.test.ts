import { judgedIn, review } from '../../tools/review/review';
import { applicationCases } from './corpus/application-cases';
import { guardCases } from './corpus/guard-cases';
import { independentCases } from './corpus/independent-cases';
import { publishedCases } from './corpus/published-cases';
import type { ReviewCase } from './corpus/review-case';
import { statementCases } from './corpus/statement-cases';
import { writingCases } from './corpus/writing-cases';
import {
  broadens,
  broadensOrDestroys,
  comparedByCdk,
  failsCdkDiffAction,
  showsPermissions,
  warnsCdkNotifier,
} from './public-actions';

const cases: readonly ReviewCase[] = [
  ...statementCases,
  ...writingCases,
  ...guardCases,
  ...applicationCases,
  ...independentCases,
  ...publishedCases,
];
/** The first case of an environment synthesizes it. */
jest.setTimeout(60_000);

const today = new Date('2026-10-01T00:00:00Z');

/** Whom else one could ask whether a change needs a look. */
const others = {
  'permissionsBroadened of the CDK': broadens,
  'the same with what is destroyed or replaced': broadensOrDestroys,
  'the job of cdk-diff-action': failsCdkDiffAction,
  'the warning of cdk-notifier': warnsCdkNotifier,
  'any change of permissions in their text': showsPermissions,
};

const figures = { total: 0, right: 0, others: new Map<string, { missed: number; falseAlarms: number }>() };

function countOthers(diffs: ReturnType<typeof comparedByCdk>, expected: boolean): void {
  for (const [name, asks] of Object.entries(others)) {
    const { missed, falseAlarms } = figures.others.get(name) ?? { missed: 0, falseAlarms: 0 };
    const asked = asks(diffs);
    figures.others.set(name, {
      missed: missed + Number(expected && !asked),
      falseAlarms: falseAlarms + Number(asked && !expected),
    });
  }
}

it.each(cases.map((one) => [one.name, one] as const))('judges: %s', async (_name, { sides, needs }) => {
  const { base, head } = sides();
  figures.total += 1;
  countOthers(comparedByCdk(base, head), needs.length > 0);
  const { environments } = await review({ base, head, grants: [], today });
  const judged = environments.flatMap(judgedIn);
  const told = judged
    .map((one) => JSON.stringify({ ...one, gained: undefined, gains: undefined, rows: undefined }))
    .join('\n');
  expect({ kinds: [...new Set(judged.map(({ kind }) => kind))].sort(), told }).toEqual({
    kinds: [...needs].sort(),
    told,
  });
  figures.right += 1;
});

afterAll(() => {
  const { right, total } = figures;
  const told = [...figures.others].map(([name, { missed, falseAlarms }]) => {
    const rest = `${String(missed)} missed, ${String(falseAlarms)} false alarms`;
    return `  ${name}: ${String(total - missed - falseAlarms)} right, ${rest}\n`;
  });
  process.stdout.write([`verdicts ${String(right)} of ${String(total)}\n`, ...told].join(''));
});
