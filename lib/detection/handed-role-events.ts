import { functionArn, partitionOf } from '../config/names';
import type { Environment } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern, recordedPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection, EventPattern } from './detection';
import { namePrefix } from './own-names';

/** What has the name of one of our consumers. */
interface Names {
  readonly role: readonly unknown[];
  readonly profile: readonly unknown[];
  readonly bare: readonly unknown[];
}

function ownNames({ name, account, region }: Environment): Names {
  const arn = (kind: string) => [{ wildcard: `arn:${partitionOf({ region })}:iam::${account}:${kind}/*-${name}-*` }];
  return { role: arn('role'), profile: arn('instance-profile'), bare: [{ wildcard: `*-${name}-*` }] };
}

/** Tasks and jobs. */
function tasks(environment: Environment, { role }: Names): EventPattern {
  return recordedPattern(environment, {
    requestParameters: {
      $or: [{ taskRoleArn: role }, { overrides: { taskRoleArn: role } }, { containerProperties: { jobRoleArn: role } }],
    },
    ...exceptDeployment(environment, {
      expected: ['RegisterJobDefinition', 'RegisterTaskDefinition', 'RunTask', 'StartTask'],
    }),
    eventSource: ['batch.amazonaws.com', 'ecs.amazonaws.com'],
  });
}

/** Instances; the instance profile of a consumer has the name of its role. */
function instances(environment: Environment, { profile, bare }: Names): EventPattern {
  const small = [{ arn: profile }, { name: bare }];
  const large = [{ Arn: profile }, { Name: bare }];
  return callPattern(environment, 'ec2', {
    requestParameters: {
      $or: [
        ...small.map((iamInstanceProfile) => ({ iamInstanceProfile })),
        ...small.map((iamInstanceProfile) => ({ launchSpecification: { iamInstanceProfile } })),
        ...['AssociateIamInstanceProfileRequest', 'ReplaceIamInstanceProfileAssociationRequest'].flatMap((request) =>
          large.map((IamInstanceProfile) => ({ [request]: { IamInstanceProfile } })),
        ),
      ],
    },
    ...exceptDeployment(environment, {
      expected: [
        'AssociateIamInstanceProfile',
        'ReplaceIamInstanceProfileAssociation',
        'RequestSpotInstances',
        'RunInstances',
      ],
    }),
  });
}

/** Functions that are not ours: one gets the role, or one that has it gets other code, which only the answer tells. */
function functions(environment: Environment, { role }: Names): EventPattern[] {
  const prefix = namePrefix(environment);
  const others = [{ 'anything-but': { prefix: [prefix, functionArn(environment, prefix)] } }];
  return [
    callPattern(environment, 'lambda', {
      requestParameters: { functionName: others, role },
      ...exceptDeployment(environment, {
        expected: ['CreateFunction', 'UpdateFunctionConfiguration'].map((name) => ({ prefix: name })),
      }),
    }),
    callPattern(environment, 'lambda', {
      requestParameters: { functionName: others, role: [{ exists: false }] },
      responseElements: { role },
      ...exceptDeployment(environment, { expected: [{ prefix: 'UpdateFunctionCo' }] }),
    }),
  ];
}

/**
 * A service is to run something with the role of a consumer: whoever decides what runs then reads what the consumer may
 * read. There is no event of iam:PassRole itself, so the calls that name the role tell it.
 *
 * For information: releases of applications do it every day, and not all of them by CloudFormation. What runs with a role
 * already and is entered (a command on an instance or in a task) names no role, and no rule of ours can tell it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function handedRoleEvents(environment: Environment): EventDetection[] {
  const names = ownNames(environment);
  return callDetection(environment, {
    title: 'Role handed to a service',
    urgency: 'information',
    patterns: [...functions(environment, names), tasks(environment, names), instances(environment, names)],
    resource: {
      function: '$.detail.requestParameters.functionName',
      role: '$.detail.requestParameters.role',
      task: '$.detail.requestParameters.taskRoleArn',
      profile: '$.detail.requestParameters.iamInstanceProfile.name',
    },
  });
}
