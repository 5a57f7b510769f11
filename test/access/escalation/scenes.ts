import type { AccessRow, Condition, RowPrincipal } from '../../../tools/access/rows/access-row';
import { always } from '../../../tools/access/rows/condition-tree';
import type { Resource, Stack } from '../../../tools/access/template';

/** Small accounts in which somebody reaches somebody else. */

const account = '111122223333';

export const arn = {
  attacker: `arn:aws:iam::${account}:role/attacker`,
  victim: `arn:aws:iam::${account}:role/victim`,
  user: `arn:aws:iam::${account}:user/victim`,
  group: `arn:aws:iam::${account}:group/victims`,
  policy: `arn:aws:iam::${account}:policy/rights`,
  boundary: `arn:aws:iam::${account}:policy/boundary`,
  function: `arn:aws:lambda:eu-central-1:${account}:function:work`,
} as const;

export const attacker: RowPrincipal = { kind: 'role', id: arn.attacker };

export function row(
  principal: RowPrincipal,
  action: string,
  resource = '*',
  conditions: Condition = always,
): AccessRow {
  return { environment: 'example', principal, action, resource, conditions, level: 'Write', deciding: [] };
}

/** The row of a service that may become a role. */
export function trust(service: string, role: string = arn.victim): AccessRow {
  return row({ kind: service.startsWith('arn:') ? 'federated' : 'service', id: service }, 'sts:AssumeRole', role);
}

export function stackOf(resources: Readonly<Record<string, Resource>>): Stack {
  return {
    name: 'example',
    account,
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: { Resources: resources },
  };
}

const nothing = { Version: '2012-10-17', Statement: [] };
const denial = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

export function role(name: string, properties: Readonly<Record<string, unknown>> = {}): Resource {
  return { Type: 'AWS::IAM::Role', Properties: { RoleName: name, ...properties } };
}

function policy(name: string, document: unknown): Resource {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: name, PolicyDocument: document } };
}

/** A role and a user, both within a boundary, with a managed policy that refuses something. */
export function household({ denies = false, bounded = true } = {}): Readonly<Record<string, Resource>> {
  const boundary = bounded ? { PermissionsBoundary: arn.boundary } : {};
  return {
    Attacker: role('attacker'),
    Victim: role('victim', { ManagedPolicyArns: [arn.policy], ...boundary }),
    User: { Type: 'AWS::IAM::User', Properties: { UserName: 'victim', Groups: ['victims'], ...boundary } },
    Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'victims', ManagedPolicyArns: [arn.policy] } },
    Rights: policy('rights', denies ? denial : nothing),
    Boundary: policy('boundary', nothing),
  };
}

/** The function that runs with the victim's role, and from where it has its code. */
export const work: Resource = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'work', Role: arn.victim, Code: { S3Bucket: 'assets', S3Key: 'work.zip' } },
};
