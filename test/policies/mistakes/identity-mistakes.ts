import { at, workload } from '../../support/configurations';
import {
  withOutput,
  withProperties,
  withoutResources,
  withResource,
  withStatement,
} from '../../support/edited-templates';
import { listOf, type Statement } from '../../../tools/access/template';
import type { Mistake } from './mistake';

/** Mistakes of who may do what, and of keys and secrets. */

const trustRule = 'refuses every other principal, even of the partner’s account or of our own';

export const sourceOwner: Mistake = {
  said: '`Principal: *` with `AWS:SourceOwner` = the ARN of the root: it is an account id, so it never matches',
  cases: [
    {
      made: 'alarms that may publish by a condition that never holds',
      edit: (stacks) =>
        withStatement(stacks, 'PublishAlarms', (statement) =>
          listOf(statement.Action).includes('sns:Publish')
            ? {
                ...statement,
                Principal: '*',
                Condition: { StringEquals: { 'AWS:SourceOwner': 'arn:aws:iam::333344445555:root' } },
              }
            : statement,
        ),
      rule: 'lets the alarms of this account speak through the encrypted topic, and no others',
    },
    {
      made: 'the same, seen from everybody',
      edit: (stacks) =>
        withStatement(stacks, 'PublishEvents', (statement) => ({ ...statement, Principal: { AWS: '*' } })),
      rule: 'allows nothing to everybody',
    },
  ],
};

export const wideTrust: Mistake = {
  said: 'trust in `:root` with an external id alone; an external id treated as secret, or reused for all customers',
  cases: [
    {
      made: 'trust in a whole account',
      edit: (stacks) =>
        withStatement(stacks, 'AssumedByDeclaredPrincipals', (statement) => ({
          ...statement,
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        })),
      rule: trustRule,
    },
    {
      made: 'trust in a whole account, in the configuration',
      changes: { [`${workload}.consumers[1].trustedPrincipalArns`]: ['arn:aws:iam::444455556666:root'] },
      path: `${workload}.consumers[1].trustedPrincipalArns[0]`,
      allowed: 'role',
    },
    {
      made: 'one external id for two customers',
      changes: {
        [`${workload}.customers`]: [
          ...(at(`${workload}.customers`) as readonly object[]),
          {
            name: 'southwind',
            roleArn: 'arn:aws:iam::777788889999:role/reader',
            externalIds: (at(`${workload}.customers`) as readonly { readonly externalIds: readonly string[] }[])[0]
              ?.externalIds,
          },
        ],
      },
      path: `${workload}.customers[1].externalIds[0]`,
      allowed: 'stands for this trust alone',
    },
    {
      made: 'an external id alone, without a named principal',
      edit: (stacks) =>
        withStatement(stacks, 'AssumedByDeclaredPrincipals', (statement) => ({
          ...statement,
          Principal: { AWS: '*' },
        })),
      rule: 'allows nothing to everybody',
    },
  ],
};

const valueRule = 'carries no secret value and no access key';

export const exposedKey: Mistake = {
  said: 'an access key in an output or in the template; a user with rights of its own',
  cases: [
    {
      made: 'an access key that CloudFormation makes',
      edit: (stacks) =>
        withResource(stacks, 'last', 'UploadKey', {
          Type: 'AWS::IAM::AccessKey',
          Properties: { UserName: 'portal-prod-scanner' },
        }),
      rule: valueRule,
    },
    {
      made: 'the key in an output',
      edit: (stacks) =>
        withOutput(
          withResource(stacks, 'last', 'UploadKey', {
            Type: 'AWS::IAM::AccessKey',
            Properties: { UserName: 'portal-prod-scanner' },
          }),
          'UploadSecretKey',
          { 'Fn::GetAtt': ['UploadKey', 'SecretAccessKey'] },
        ),
      rule: 'resolves: what an access key is known by, no template may ask',
    },
    {
      made: 'an output that nobody declared',
      edit: (stacks) => withOutput(stacks, 'Login', 'portal'),
      rule: 'says in its outputs what people and programs need to find their way',
    },
    {
      made: 'a policy on the user itself',
      edit: (stacks) =>
        withProperties(stacks, 'AWS::IAM::User', (properties) => ({
          ...properties,
          Policies: [
            {
              PolicyName: 'files',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 's3:GetObject',
                    Resource: 'arn:aws:s3:::portal-prod-333344445555-eu-central-1/documents/*',
                  },
                ],
              },
            },
          ],
        })),
      rule: 'may do each declared verb below its prefix, and no other verb there',
    },
  ],
};

export const untestedRotation: Mistake = {
  said: 'a rotation that nobody tested: no rule for its failure, an open permission, rotation by surprise; values in code',
  cases: [
    {
      made: 'no rule for RotationFailed',
      edit: (stacks) =>
        withoutResources(stacks, 'AWS::Events::Rule', ({ Name }) => String(Name).endsWith('rotation-failed')),
      rule: 'waits at home for exactly what is declared, under the names that the watch over rules knows',
    },
    {
      made: 'a function that Secrets Manager may invoke for anybody',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::Lambda::Permission',
          ({ SourceArn: _arn, SourceAccount: _account, ...properties }) => properties,
          ({ Principal }) => Principal === 'secretsmanager.amazonaws.com',
        ),
      rule: 'is invoked by Secrets Manager for its own secret of its own account, or by its own workload’s schedule, and by nobody else',
    },
    {
      made: 'a deployment that rotates',
      edit: (stacks) =>
        withProperties(stacks, 'AWS::SecretsManager::RotationSchedule', (properties) => ({
          ...properties,
          RotateImmediatelyOnUpdate: true,
        })),
      rule: 'rotates as often as declared, by its own function, and never because of a deployment',
    },
    {
      made: 'a value in the template, as SecretValue.unsafePlainText writes it',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::SecretsManager::Secret',
          (properties) => ({ ...properties, SecretString: 'hunter2-hunter2' }),
          ({ Name }) => String(Name).endsWith('payment-provider'),
        ),
      rule: 'is empty where its value comes from a person or from its first rotation',
    },
    {
      made: 'a value in the configuration',
      changes: { [`${workload}.settings`]: { greeting: ['AKIA', 'ABCDEFGHIJKLMNOP'].join('') } },
      path: `${workload}.settings.greeting`,
      allowed: '',
    },
  ],
};

export const readOnlyAccess: Mistake = {
  said: 'a role of a chat with ReadOnlyAccess: it reads every file',
  cases: [
    {
      made: 'the managed policy of AWS on a role of ours',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::IAM::Role',
          (properties) => ({
            ...properties,
            ManagedPolicyArns: [
              ...listOf(properties.ManagedPolicyArns as unknown[]),
              'arn:aws:iam::aws:policy/ReadOnlyAccess',
            ],
          }),
          ({ RoleName }) => String(RoleName).endsWith('-web'),
        ),
      rule: 'resolves: every policy that is attached stands in some stack',
    },
    {
      made: 'what it allows, written out',
      edit: (stacks) =>
        withStatement(stacks, 'ReadFiles', (statement: Statement) => ({
          ...statement,
          Action: ['s3:Get*', 's3:List*'],
          Resource: '*',
        })),
      rule: 'allows no action by a wildcard',
    },
  ],
};
