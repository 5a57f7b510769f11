import type { SynthesizedEnvironment } from '../../../../tools/assembly/cloud-assembly';
import type { AccessRow, Condition } from '../../../../tools/access/rows/access-row';
import { accessRows } from '../../../../tools/access/rows/access-rows';
import type { Resource } from '../../../../tools/access/template';

export const account = '111122223333';
export const otherAccount = '444455556666';

/** A policy with these statements, each an Allow unless it says otherwise. */
export function policy(...statements: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
}

/** A role that nobody takes, unless a trust is given. */
export function role(RoleName: string, document?: unknown, more: Record<string, unknown> = {}): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      AssumeRolePolicyDocument: policy({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
      }),
      ...(document === undefined ? {} : { Policies: [{ PolicyName: 'own', PolicyDocument: document }] }),
      ...more,
    },
  };
}

export function environmentWith(
  Resources: Readonly<Record<string, Resource>>,
  elsewhere: Readonly<Record<string, Resource>> = {},
): SynthesizedEnvironment {
  const stack = (name: string, account: string, resources: Readonly<Record<string, Resource>>) => ({
    name,
    account,
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: { Resources: resources },
  });
  const stacks = [stack('here', account, Resources), stack('there', otherAccount, elsewhere)];
  return { name: 'test', account, region: 'eu-central-1', stacks };
}

function conditionText(condition: Condition): string {
  if ('all' in condition) return condition.all.map(conditionText).join(' and ');
  if ('any' in condition) return `(${condition.any.map(conditionText).join(' or ')})`;
  if ('not' in condition) return `not (${conditionText(condition.not)})`;
  if ('resourceLike' in condition) return `on ${condition.resourceLike.join(' or ')}`;
  return `${condition.operator} ${condition.key} ${condition.values.join('|')}`;
}

/** A row in one line: `role web s3:GetObject arn:aws:s3:::things/* when Bool aws:SecureTransport true`. */
function told({ principal, action, resource, conditions, alsoNeeds }: AccessRow): string {
  const who =
    principal.kind === 'anyone' ? 'anyone' : `${principal.kind} ${principal.id.replace(/^.*:(role|user)\//, '')}`;
  const when = conditionText(conditions);
  const needed = alsoNeeds === undefined ? '' : ` with ${alsoNeeds}`;
  return `${who} ${action} ${resource}${needed}${when === '' ? '' : ` when ${when}`}`;
}

export async function rowsOf(
  Resources: Readonly<Record<string, Resource>>,
  elsewhere?: Readonly<Record<string, Resource>>,
): Promise<string[]> {
  return (await accessRows(environmentWith(Resources, elsewhere))).map(told);
}
