import type { Entry, Resource, Stack } from '../../access/template';

/** A policy that a role, user or group of the assembly has, and that no stack contains. */
export interface UnknownPolicy {
  /** Who has it. */
  readonly owner: Entry;
  /** As the template writes it, with `aws` for the partition. */
  readonly arn: string;
}

const owners = ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** What a template writes as an ARN of its own: a reference to a policy of a stack has none. */
function writtenArn(value: unknown): string | undefined {
  const text = JSON.stringify(value)
    .replaceAll('{"Ref":"AWS::Partition"}', '"aws"')
    .replaceAll(/\$\{AWS::Partition\}/g, 'aws')
    .replaceAll('","', '');
  return /arn:[^"]*:policy\/[^"]*/.exec(text)?.[0];
}

function withoutUnknown(resource: Resource): { readonly resource: Resource; readonly arns: readonly string[] } {
  const { ManagedPolicyArns, PermissionsBoundary, ...rest } = resource.Properties ?? {};
  const attached = Array.isArray(ManagedPolicyArns) ? (ManagedPolicyArns as unknown[]) : [];
  const known = attached.filter((value) => writtenArn(value) === undefined);
  const boundaryIsKnown = PermissionsBoundary !== undefined && writtenArn(PermissionsBoundary) === undefined;
  const Properties = {
    ...rest,
    ...(ManagedPolicyArns === undefined ? {} : { ManagedPolicyArns: known }),
    ...(boundaryIsKnown ? { PermissionsBoundary } : {}),
  };
  return { resource: { ...resource, Properties }, arns: attached.flatMap((value) => writtenArn(value) ?? []) };
}

/**
 * The stacks without the policies that none of them contains, of which nobody here can say what they allow, and a list of
 * those that give access.
 *
 * A boundary of that kind limits something, so that without it more seems allowed than is: on both sides alike.
 */
export function withoutUnknownPolicies(stacks: readonly Stack[]): {
  readonly stacks: readonly Stack[];
  readonly unknown: readonly UnknownPolicy[];
} {
  const unknown: UnknownPolicy[] = [];
  const made = stacks.map((stack): Stack => {
    const Resources = Object.fromEntries(
      Object.entries(stack.template.Resources).map(([logicalId, original]) => {
        if (!owners.includes(original.Type)) return [logicalId, original];
        const { resource, arns } = withoutUnknown(original);
        unknown.push(...arns.map((arn) => ({ owner: { stack, logicalId, resource: original }, arn })));
        return [logicalId, resource];
      }),
    );
    return { ...stack, template: { ...stack.template, Resources } };
  });
  return { stacks: made, unknown };
}
