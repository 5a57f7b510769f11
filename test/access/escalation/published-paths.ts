import type { Gain } from '../../../tools/access/escalation/path';

/** Whom a published path reaches: a user, or a role that a service may become, or the role of a function. */
type Victim = 'user' | 'function' | { readonly trusts: string };

/** What a list says of one path; each list by its own ids. */
export interface PublishedPath {
  readonly id: string;
  readonly permissions: readonly string[];
  readonly victim: Victim;
  /** One of them, or both for a path that is a chain. */
  readonly gives: readonly Gain[];
}

function list(
  name: string,
  paths: readonly (readonly [id: string | number, permissions: string, victim: Victim, ...gives: Gain[]])[],
): PublishedPath[] {
  return paths.map(([id, permissions, victim, ...gives]) => ({
    id: `${name} ${String(id)}`,
    permissions: permissions.split(' '),
    victim,
    gives: gives.length === 0 ? ['becomes'] : gives,
  }));
}

const trusting = (service: string): Victim => ({ trusts: `${service}.amazonaws.com` });

const [ec2, tasks, lambda] = [trusting('ec2'), trusting('ecs-tasks'), trusting('lambda')];
const [stack, build, glue, notebook] = ['cloudformation', 'codebuild', 'glue', 'sagemaker'].map(trusting) as [
  Victim,
  Victim,
  Victim,
  Victim,
];
const [interpreter, apps, pipeline, star] = ['bedrock-agentcore', 'tasks.apprunner', 'datapipeline', 'codestar'].map(
  trusting,
) as [Victim, Victim, Victim, Victim];

/**
 * Permissions that each path requires.
 *
 * @see https://github.com/DataDog/pathfinding.cloud (data/paths, as of 17 December 2025)
 */
const pathfinding = list('pathfinding.cloud', [
  ['apprunner-001', 'iam:PassRole apprunner:CreateService', apps],
  ['apprunner-002', 'apprunner:UpdateService', apps],
  [
    'bedrock-001',
    'iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    interpreter,
  ],
  ['bedrock-002', 'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter', interpreter],
  ['cloudformation-001', 'iam:PassRole cloudformation:CreateStack', stack],
  ['cloudformation-002', 'cloudformation:UpdateStack', stack],
  ['cloudformation-003', 'iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances', stack],
  ['cloudformation-004', 'iam:PassRole cloudformation:UpdateStackSet', stack],
  ['cloudformation-005', 'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet', stack],
  ['codebuild-001', 'iam:PassRole codebuild:CreateProject codebuild:StartBuild', build],
  ['codebuild-002', 'codebuild:StartBuild', build],
  ['codebuild-003', 'codebuild:StartBuildBatch', build],
  ['codebuild-004', 'iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch', build],
  [
    'datapipeline-001',
    'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
    pipeline,
  ],
  ['ec2-001', 'iam:PassRole ec2:RunInstances', ec2],
  ['ec2-002', 'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances', ec2],
  ['ec2-003', 'iam:PassRole ec2:RequestSpotInstances', ec2],
  ['ec2-004', 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate', ec2],
  ['ec2instanceconnect-003', 'ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances', ec2],
  ['ecs-001', 'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService', tasks],
  ['ecs-002', 'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask', tasks],
  ['ecs-003', 'iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService', tasks],
  ['ecs-004', 'iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask', tasks],
  ['ecs-005', 'iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask', tasks],
  ['glue-001', 'iam:PassRole glue:CreateDevEndpoint', glue],
  ['glue-002', 'glue:UpdateDevEndpoint', glue],
  ['glue-003', 'iam:PassRole glue:CreateJob glue:StartJobRun', glue],
  ['glue-004', 'iam:PassRole glue:CreateJob glue:CreateTrigger', glue],
  ['glue-005', 'iam:PassRole glue:UpdateJob glue:StartJobRun', glue],
  ['glue-006', 'iam:PassRole glue:UpdateJob glue:CreateTrigger', glue],
  ['iam-001', 'iam:CreatePolicyVersion', 'user', 'widens'],
  ['iam-002', 'iam:CreateAccessKey', 'user'],
  ['iam-003', 'iam:CreateAccessKey iam:DeleteAccessKey', 'user'],
  ['iam-004', 'iam:CreateLoginProfile', 'user'],
  ['iam-005', 'iam:PutRolePolicy', lambda, 'widens'],
  ['iam-006', 'iam:UpdateLoginProfile', 'user'],
  ['iam-007', 'iam:PutUserPolicy', 'user', 'widens'],
  ['iam-008', 'iam:AttachUserPolicy', 'user', 'widens'],
  ['iam-009', 'iam:AttachRolePolicy', lambda, 'widens'],
  ['iam-010', 'iam:AttachGroupPolicy', 'user', 'widens'],
  ['iam-011', 'iam:PutGroupPolicy', 'user', 'widens'],
  ['iam-012', 'iam:UpdateAssumeRolePolicy', lambda],
  ['iam-013', 'iam:AddUserToGroup', 'user', 'widens'],
  ['iam-014', 'iam:AttachRolePolicy sts:AssumeRole', lambda, 'widens', 'becomes'],
  ['iam-015', 'iam:AttachUserPolicy iam:CreateAccessKey', 'user', 'widens', 'becomes'],
  ['iam-016', 'iam:CreatePolicyVersion sts:AssumeRole', lambda, 'widens', 'becomes'],
  ['iam-017', 'iam:PutRolePolicy sts:AssumeRole', lambda, 'widens', 'becomes'],
  ['iam-018', 'iam:PutUserPolicy iam:CreateAccessKey', 'user', 'widens', 'becomes'],
  ['iam-019', 'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy', lambda, 'widens', 'becomes'],
  ['iam-020', 'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy', lambda, 'widens', 'becomes'],
  ['iam-021', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy', lambda, 'widens', 'becomes'],
  ['lambda-001', 'iam:PassRole lambda:CreateFunction lambda:InvokeFunction', lambda],
  ['lambda-002', 'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping', lambda],
  ['lambda-003', 'lambda:UpdateFunctionCode', 'function'],
  ['lambda-004', 'lambda:UpdateFunctionCode lambda:InvokeFunction', 'function'],
  ['lambda-005', 'lambda:UpdateFunctionCode lambda:AddPermission', 'function'],
  ['lambda-006', 'iam:PassRole lambda:CreateFunction lambda:AddPermission', lambda],
  ['sagemaker-001', 'iam:PassRole sagemaker:CreateNotebookInstance', notebook],
  ['sagemaker-002', 'iam:PassRole sagemaker:CreateTrainingJob', notebook],
  ['sagemaker-003', 'iam:PassRole sagemaker:CreateProcessingJob', notebook],
  ['sagemaker-004', 'sagemaker:CreatePresignedNotebookInstanceUrl', notebook],
  [
    'sagemaker-005',
    'sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance',
    notebook,
  ],
  ['ssm-001', 'ssm:StartSession', ec2],
  ['ssm-002', 'ssm:SendCommand', ec2],
  ['sts-001', 'sts:AssumeRole', lambda],
]);

/** @see https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation (README.md) */
const rhino = list('Rhino Security Labs', [
  [1, 'iam:CreatePolicyVersion', lambda, 'widens'],
  [2, 'iam:SetDefaultPolicyVersion', 'user', 'widens'],
  [3, 'iam:PassRole ec2:RunInstances', ec2],
  [4, 'iam:CreateAccessKey', 'user'],
  [5, 'iam:CreateLoginProfile', 'user'],
  [6, 'iam:UpdateLoginProfile', 'user'],
  [7, 'iam:AttachUserPolicy', 'user', 'widens'],
  [8, 'iam:AttachGroupPolicy', 'user', 'widens'],
  [9, 'iam:AttachRolePolicy', lambda, 'widens'],
  [10, 'iam:PutUserPolicy', 'user', 'widens'],
  [11, 'iam:PutGroupPolicy', 'user', 'widens'],
  [12, 'iam:PutRolePolicy', lambda, 'widens'],
  [13, 'iam:AddUserToGroup', 'user', 'widens'],
  [14, 'iam:UpdateAssumeRolePolicy sts:AssumeRole', lambda],
  [15, 'iam:PassRole lambda:CreateFunction lambda:InvokeFunction', lambda],
  [16, 'iam:PassRole lambda:CreateFunction lambda:AddPermission', lambda],
  [17, 'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping', lambda],
  [18, 'lambda:UpdateFunctionCode', 'function'],
  [19, 'iam:PassRole glue:CreateDevEndpoint', glue],
  [20, 'glue:UpdateDevEndpoint', glue],
  [21, 'iam:PassRole cloudformation:CreateStack', stack],
  [22, 'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition', ec2],
  [23, 'codestar:CreateProjectFromTemplate', star],
  [24, 'codestar:CreateProject iam:PassRole', star],
  [25, 'codestar:CreateProject codestar:AssociateTeamMember', star],
  [26, 'lambda:UpdateFunctionConfiguration', 'function'],
  [27, 'sagemaker:CreateNotebookInstance sagemaker:CreatePresignedNotebookInstanceUrl iam:PassRole', notebook],
  [28, 'sagemaker:CreatePresignedNotebookInstanceUrl', notebook],
]);

/** @see https://github.com/BishopFox/iam-vulnerable (modules/free-resources/privesc-paths) */
const bishopFox = list('iam-vulnerable', [
  ['privesc1-CreateNewPolicyVersion', 'iam:CreatePolicyVersion', lambda, 'widens'],
  ['privesc2-SetExistingDefaultPolicyVersion', 'iam:SetDefaultPolicyVersion', lambda, 'widens'],
  ['privesc3-CreateEC2WithExistingIP', 'iam:PassRole ec2:RunInstances', ec2],
  ['privesc4-CreateAccessKey', 'iam:CreateAccessKey', 'user'],
  ['privesc5-CreateLoginProfile', 'iam:CreateLoginProfile', 'user'],
  ['privesc6-UpdateLoginProfile', 'iam:UpdateLoginProfile', 'user'],
  ['privesc7-AttachUserPolicy', 'iam:AttachUserPolicy', 'user', 'widens'],
  ['privesc8-AttachGroupPolicy', 'iam:AttachGroupPolicy', 'user', 'widens'],
  ['privesc9-AttachRolePolicy', 'iam:AttachRolePolicy', lambda, 'widens'],
  ['privesc10-PutUserPolicy', 'iam:PutUserPolicy', 'user', 'widens'],
  ['privesc11-PutGroupPolicy', 'iam:PutGroupPolicy', 'user', 'widens'],
  ['privesc12-PutRolePolicy', 'iam:PutRolePolicy', lambda, 'widens'],
  ['privesc13-AddUserToGroup', 'iam:AddUserToGroup', 'user', 'widens'],
  ['privesc14-UpdatingAssumeRolePolicy', 'iam:UpdateAssumeRolePolicy sts:AssumeRole', lambda],
  [
    'privesc15-PassExistingRoleToNewLambdaThenInvoke',
    'iam:PassRole lambda:CreateFunction lambda:InvokeFunction',
    lambda,
  ],
  [
    'privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo',
    'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping',
    lambda,
  ],
  ['privesc17-EditExistingLambdaFunctionWithRole', 'lambda:UpdateFunctionCode', 'function'],
  ['privesc18-PassExistingRoleToNewGlueDevEndpoint', 'iam:PassRole glue:CreateDevEndpoint', glue],
  ['privesc19-UpdateExistingGlueDevEndpoint', 'glue:UpdateDevEndpoint', glue],
  ['privesc20-PassExistingRoleToCloudFormation', 'iam:PassRole cloudformation:CreateStack', stack],
  [
    'privesc21-PassExistingRoleToNewDataPipeline',
    'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition',
    pipeline,
  ],
  ['privesc-AssumeRole', 'sts:AssumeRole', lambda],
  ['privesc-cloudFormationUpdateStack', 'cloudformation:UpdateStack', stack],
  ['privesc-codeBuildCreateProjectPassRole', 'iam:PassRole codebuild:CreateProject codebuild:StartBuild', build],
  ['privesc-ec2InstanceConnect', 'ec2-instance-connect:SendSSHPublicKey', ec2],
  ['privesc-sageMakerCreateNotebookPassRole', 'iam:PassRole sagemaker:CreateNotebookInstance', notebook],
  ['privesc-sageMakerCreatePresignedNotebookURL', 'sagemaker:CreatePresignedNotebookInstanceUrl', notebook],
  ['privesc-sageMakerCreateProcessingJob', 'iam:PassRole sagemaker:CreateProcessingJob', notebook],
  ['privesc-sageMakerCreateTrainingJob', 'iam:PassRole sagemaker:CreateTrainingJob', notebook],
  ['privesc-ssmSendCommand', 'ssm:SendCommand', ec2],
  ['privesc-ssmStartSession', 'ssm:StartSession', ec2],
]);

/** Edges of its graph, by the service that they lead through. @see https://github.com/nccgroup/PMapper/tree/master/principalmapper/graphing */
const principalMapper = list('PMapper', [
  ['autoscaling', 'iam:PassRole autoscaling:CreateLaunchConfiguration autoscaling:UpdateAutoScalingGroup', ec2],
  ['cloudformation', 'iam:PassRole cloudformation:CreateStack', stack],
  ['codebuild', 'iam:PassRole codebuild:UpdateProject codebuild:StartBuild', build],
  ['cross_account', 'sts:AssumeRole', lambda],
  ['ec2', 'iam:PassRole ec2:AssociateIamInstanceProfile', ec2],
  ['iam', 'iam:CreateAccessKey', 'user'],
  ['lambda', 'iam:PassRole lambda:UpdateFunctionConfiguration', lambda],
  ['sagemaker', 'iam:PassRole sagemaker:CreateProcessingJob', notebook],
  ['ssm', 'ssm:SendCommand', ec2],
  ['sts', 'sts:AssumeRole', lambda],
]);

export const publishedPaths: readonly PublishedPath[] = [...pathfinding, ...rhino, ...bishopFox, ...principalMapper];
