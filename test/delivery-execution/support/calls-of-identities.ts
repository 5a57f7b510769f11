import type { Entry } from '../../../tools/access/template';
import { arn, arnOf, type CallsOfType, generated, list, only, type OtherCalls, passed, text } from './calls-of-types';
import type { Call } from './world';

/** The role or user by its name, or by the longest that CloudFormation makes. */
function roleArn(entry: Entry): string {
  const { RoleName, UserName } = entry.resource.Properties ?? {};
  return RoleName === undefined && UserName === undefined
    ? arn(entry, 'iam', `role/${generated(entry)}`, '')
    : arnOf(entry);
}

function bounded(entry: Entry): Call['context'] {
  return { 'iam:PermissionsBoundary': text(entry, 'PermissionsBoundary') };
}

function onBounded(...actions: readonly string[]): OtherCalls {
  return Object.fromEntries(
    actions.map((action) => [action, (entry: Entry) => only(action, roleArn(entry), bounded(entry))]),
  );
}

function attaching(...actions: readonly string[]): OtherCalls {
  return Object.fromEntries(
    actions.map((action) => [
      action,
      (entry: Entry) =>
        list(entry, 'ManagedPolicyArns').flatMap((policy) =>
          only(action, roleArn(entry), { ...bounded(entry), 'iam:PolicyARN': policy }),
        ),
    ]),
  );
}

const policyArn = (entry: Entry): string =>
  arn(entry, 'iam', `policy/${entry.stack.name}-${entry.logicalId}-1ABCDEFGHIJK`, '');

export const callsOfIdentities: Readonly<Record<string, CallsOfType>> = {
  'AWS::IAM::Role': {
    on: (entry) => [roleArn(entry)],
    others: {
      ...onBounded(
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:PutRolePermissionsBoundary',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ),
      ...attaching('iam:AttachRolePolicy', 'iam:DetachRolePolicy'),
    },
  },
  'AWS::IAM::User': {
    on: (entry) => [roleArn(entry)],
    others: {
      ...onBounded('iam:CreateUser', 'iam:PutUserPermissionsBoundary', 'iam:DeleteUserPolicy'),
      ...attaching('iam:AttachUserPolicy', 'iam:DetachUserPolicy'),
    },
  },
  'AWS::IAM::ManagedPolicy': { on: (entry) => [policyArn(entry)] },
  'AWS::IAM::InstanceProfile': {
    on: (entry) => [arnOf(entry)],
    others: {
      'iam:PassRole': (entry) =>
        list(entry, 'Roles').flatMap((role) => passed(arn(entry, 'iam', `role/${role}`, ''), 'ec2.amazonaws.com')),
    },
  },
};
