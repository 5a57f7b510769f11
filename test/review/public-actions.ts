import { PassThrough } from 'node:stream';

import { formatDifferences, fullDiff, ResourceImpact, type TemplateDiff } from '@aws-cdk/cloudformation-diff';

import type { SynthesizedEnvironment } from '../../tools/assembly/cloud-assembly';

/**
 * What other tools would say of a change, by the rules that their code states, over the comparison of the CDK, which both
 * of them show. Each is asked whether it would hold the change up, or draw attention to it.
 */

/** The comparisons of all stacks of the head with those of the same name. */
export function comparedByCdk(
  base: readonly SynthesizedEnvironment[],
  head: readonly SynthesizedEnvironment[],
): TemplateDiff[] {
  const stacks = (side: readonly SynthesizedEnvironment[]) =>
    side.flatMap((environment) =>
      environment.stacks.map((stack) => [`${environment.name}/${stack.name}`, stack] as const),
    );
  const before = new Map(stacks(base));
  const empty = { Resources: {} };
  return stacks(head).map(([name, { template }]) => fullDiff(before.get(name)?.template ?? empty, template));
}

/** `cdk diff --fail-on broadening`, and the CDK's own question before a deployment. */
export function broadens(diffs: readonly TemplateDiff[]): boolean {
  return diffs.some(({ permissionsBroadened }) => permissionsBroadened);
}

/** The same with what is destroyed or replaced. */
export function broadensOrDestroys(diffs: readonly TemplateDiff[]): boolean {
  const destructive: readonly ResourceImpact[] = [ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_REPLACE];
  return (
    broadens(diffs) ||
    diffs.some((diff) =>
      Object.values(diff.resources.changes).some(({ changeImpact }) => destructive.includes(changeImpact)),
    )
  );
}

/**
 * The job of corymhall/cdk-diff-action (Apache-2.0, fd741179, `src/diff.ts`) with its defaults: fails for whatever is removed,
 * orphaned or may be replaced. It leaves out functions with at most two changed properties among which is the code.
 */
export function failsCdkDiffAction(diffs: readonly TemplateDiff[]): boolean {
  const destructive: readonly ResourceImpact[] = [
    ResourceImpact.MAY_REPLACE,
    ResourceImpact.WILL_ORPHAN,
    ResourceImpact.WILL_DESTROY,
    ResourceImpact.WILL_REPLACE,
  ];
  return diffs.some((diff) =>
    Object.values(diff.resources.changes).some((change) => {
      const type = change.oldValue?.Type ?? change.newValue?.Type;
      const names = Object.keys(change.propertyUpdates);
      const isCode = (names.length <= 2 && names.includes('Code')) || names.includes('Metadata');
      if (type === 'AWS::CDK::Metadata' || (type === 'AWS::Lambda::Function' && isCode)) return false;
      return change.isRemoval || destructive.includes(change.changeImpact);
    }),
  );
}

function textOf(diff: TemplateDiff): string {
  const stream = new PassThrough();
  formatDifferences(stream, diff);
  return String(stream.read() ?? '');
}

/**
 * The comment of karlderkaefer/cdk-notifier (MIT, b9ccccff, `transform/transformer.go`), which never fails: with a warning when
 * the text of `cdk diff` speaks of replacements.
 */
export function warnsCdkNotifier(diffs: readonly TemplateDiff[]): boolean {
  return diffs.some((diff) => /\(requires replacement\)|\(may cause replacement\)/.test(textOf(diff)));
}

/** Whoever reads the whole text that both of them post, and asks about each table of changed permissions. */
export function showsPermissions(diffs: readonly TemplateDiff[]): boolean {
  return diffs.some(({ permissionsAnyChanges }) => permissionsAnyChanges);
}
