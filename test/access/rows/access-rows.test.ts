import { accessRows } from '../../../tools/access/rows/access-rows';
import { environmentsOf, exampleNames } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import { environments, named, synthesizedEnvironment } from '../../support/templates';

const all = [
  ...environments.map((environment) => [environment.name, environment] as const),
  ...everyKind.map((environment) => [`${environment.name} of every kind`, environment] as const),
  ...exampleNames.flatMap((example) =>
    environmentsOf(example).map((environment) => [`${environment.name} of ${example}`, environment] as const),
  ),
];

describe.each(all)('the rows of %s', (_name, environment) => {
  const rows = () => accessRows(synthesizedEnvironment(environment));

  it('are confirmed by the simulator, each once, and tell their environment', async () => {
    const found = await rows();
    expect(found.length).toBeGreaterThan(50);
    expect(new Set(found.map((row) => JSON.stringify(row))).size).toBe(found.length);
    expect(new Set(found.map((row) => row.environment))).toEqual(new Set([environment.name]));
  });

  it('begin with a statement that allows, and each statement is in the code of the repository', async () => {
    for (const { deciding } of await rows()) {
      expect(deciding[0]?.effect).toBe('Allow');
      for (const { constructPath, source } of deciding) {
        expect(constructPath).toMatch(new RegExp(`^${environment.name}/`));
        expect(source).toMatch(/^lib\/.+\.ts:\d+$/);
      }
    }
  });

  it('are those of whom the stacks make, and of those whom their policies name', async () => {
    const { stacks } = synthesizedEnvironment(environment);
    const made = Object.values(stacks.flatMap(({ template }) => Object.values(template.Resources))).filter(({ Type }) =>
      ['AWS::IAM::Role', 'AWS::IAM::User'].includes(Type),
    );
    const found = await rows();
    const actors = new Set(
      found.filter(({ principal }) => ['role', 'user'].includes(principal.kind)).map(({ principal }) => principal.id),
    );
    expect(actors.size).toBe(made.length);
    expect(found.filter(({ principal }) => principal.kind === 'anyone')).toEqual([]);
  });
});

it('has the same rows in the same order, however the stacks and their resources are ordered', async () => {
  const prod = synthesizedEnvironment(named(environments, 'prod'));
  const stacks = prod.stacks.toReversed().map((stack) => ({
    ...stack,
    template: { ...stack.template, Resources: Object.fromEntries(Object.entries(stack.template.Resources).reverse()) },
  }));
  expect(await accessRows({ ...prod, stacks })).toEqual(await accessRows(prod));
});
