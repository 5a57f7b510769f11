/** Calls that are a part of opening something, with the detections that ring for them, be it one or another. */
export const openingCalls: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  (
    [
      [
        ['access-key-or-password-created'],
        [
          'iam:CreateAccessKey',
          'iam:CreateLoginProfile',
          'iam:CreateServiceSpecificCredential',
          'iam:ResetServiceSpecificCredential',
          'iam:UpdateAccessKey',
          'iam:UpdateLoginProfile',
          'iam:UpdateSSHPublicKey',
          'iam:UpdateServiceSpecificCredential',
          'iam:UpdateSigningCertificate',
          'iam:UploadSSHPublicKey',
          'iam:UploadSigningCertificate',
        ],
      ],
      [
        ['function-changed', 'role-handed-to-a-service'],
        ['lambda:CreateFunction', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
      ],
      [['key-policy-changed'], ['kms:PutKeyPolicy']],
      [
        ['protected-principal-changed'],
        [
          'iam:AddRoleToInstanceProfile',
          'iam:AddUserToGroup',
          'iam:AttachGroupPolicy',
          'iam:AttachRolePolicy',
          'iam:AttachUserPolicy',
          'iam:CreatePolicyVersion',
          'iam:CreateRole',
          'iam:CreateUser',
          'iam:DeleteGroupPolicy',
          'iam:DeleteRole',
          'iam:DeleteUser',
          'iam:DeleteUserPolicy',
          'iam:DetachGroupPolicy',
          'iam:DetachUserPolicy',
          'iam:PutGroupPolicy',
          'iam:PutRolePolicy',
          'iam:PutUserPolicy',
          'iam:RemoveUserFromGroup',
          'iam:SetDefaultPolicyVersion',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateUser',
        ],
      ],
      [
        ['role-handed-to-a-service'],
        [
          'batch:RegisterJobDefinition',
          'ec2:AssociateIamInstanceProfile',
          'ec2:ReplaceIamInstanceProfileAssociation',
          'ec2:RequestSpotInstances',
          'ec2:RunInstances',
          'ecs:RegisterTaskDefinition',
          'ecs:RunTask',
          'ecs:StartTask',
        ],
      ],
      [['secret-policy-changed'], ['secretsmanager:DeleteResourcePolicy', 'secretsmanager:PutResourcePolicy']],
    ] as const
  ).flatMap(([detections, actions]) => actions.map((action) => [action, detections])),
);

const reasons: readonly (readonly [because: string, actions: readonly string[]])[] = [
  [
    'A command in a running task names the task, not its role; what is left to see it by are the rates of reads.',
    ['batch:SubmitJob', 'ecs:ExecuteCommand', 'ecs:UpdateService'],
  ],
  [
    'A command on a running instance names the instance, not its role; what is left to see it by are the rates of reads.',
    [
      ...['ec2-instance-connect:SendSSHPublicKey', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'],
      ...['ssm:CreateAssociation', 'ssm:ResumeSession', 'ssm:SendCommand', 'ssm:StartSession', 'ssm:UpdateAssociation'],
    ],
  ],
  [
    'User data, a disk and a template say what starts, on instances that have their role already, and do not name it.',
    ['ec2:CreateReplaceRootVolumeTask', 'ec2:ModifyInstanceAttribute', 'ec2:ModifyLaunchTemplate'],
  ],
  [
    'Fleets, scaling groups and their templates name the role in lists of their own, and start instances all day long.',
    [
      ...['autoscaling:CreateAutoScalingGroup', 'autoscaling:CreateLaunchConfiguration'],
      ...['autoscaling:UpdateAutoScalingGroup', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
      ...['ec2:CreateLaunchTemplateVersion', 'ec2:RequestSpotFleet', 'ec2:RunScheduledInstances'],
    ],
  ],
  [
    'A pipeline names the role in the text of its definition; AWS takes no new customers of Data Pipeline.',
    ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition'],
  ],
  [
    'The bucket of deployments is made by cdk bootstrap, and its objects are not recorded: deployments must look after it.',
    ['s3:PutObject', 's3:ReplicateObject'],
  ],
];

/**
 * Calls of which no rule can tell that they lead into the room, and why. All but the last lead to what runs with a role
 * because somebody who owns the application put it there: that is the application's to watch, not the room's.
 */
export const untold: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(([because, actions]) => actions.map((action) => [action, because])),
);
