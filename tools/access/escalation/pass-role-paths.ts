import { bishopFox, type EscalationPath, pathfinding, principalMapper, rhino } from './path';

/** Services with which a role can be put to work, each with the calls that name the role. */
interface Service {
  /** Last part of the id. */
  readonly id: string;
  /** As a trust policy names them. */
  readonly principals: readonly string[];
  /** One of each; without those that only start what is made, since others may start it too. */
  readonly calls: readonly (readonly string[])[];
  readonly sources?: readonly string[];
}

const ec2 = ['ec2.amazonaws.com'];
const tasks = ['ecs-tasks.amazonaws.com'];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
const services: readonly Service[] = [
  {
    id: 'new-function',
    principals: ['lambda.amazonaws.com'],
    calls: [['lambda:CreateFunction']],
    sources: [
      ...pathfinding('lambda-001', 'lambda-002', 'lambda-006'),
      ...rhino(15, 16, 17),
      ...bishopFox(
        'privesc15-PassExistingRoleToNewLambdaThenInvoke',
        'privesc16-PassRoleToNewLambdaThenTriggerWithNewDynamo',
      ),
      ...principalMapper('lambda'),
    ],
  },
  {
    id: 'other-function',
    principals: ['lambda.amazonaws.com'],
    calls: [['lambda:UpdateFunctionConfiguration']],
    sources: [...principalMapper('lambda')],
  },
  {
    id: 'new-instance',
    principals: ec2,
    calls: [
      [
        'ec2:CreateFleet',
        'ec2:RequestSpotFleet',
        'ec2:RequestSpotInstances',
        'ec2:RunInstances',
        'ec2:RunScheduledInstances',
      ],
    ],
    sources: [
      ...pathfinding('ec2-001', 'ec2-003'),
      ...rhino(3),
      ...bishopFox('privesc3-CreateEC2WithExistingIP'),
      ...principalMapper('ec2'),
    ],
  },
  {
    id: 'other-instance',
    principals: ec2,
    calls: [['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation']],
    sources: [...principalMapper('ec2')],
  },
  { id: 'instance-profile', principals: ec2, calls: [['iam:AddRoleToInstanceProfile']] },
  {
    id: 'scaling-group',
    principals: ec2,
    calls: [
      [
        'autoscaling:CreateAutoScalingGroup',
        'autoscaling:CreateLaunchConfiguration',
        'autoscaling:UpdateAutoScalingGroup',
        'ec2:CreateLaunchTemplate',
        'ec2:CreateLaunchTemplateVersion',
      ],
    ],
    sources: [...principalMapper('autoscaling')],
  },
  {
    id: 'task',
    principals: tasks,
    calls: [['batch:RegisterJobDefinition', 'ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:StartTask']],
    sources: pathfinding('ecs-001', 'ecs-002', 'ecs-003', 'ecs-004', 'ecs-005'),
  },
  {
    id: 'stack',
    principals: ['cloudformation.amazonaws.com'],
    calls: [
      ['CreateChangeSet', 'CreateStack', 'CreateStackSet', 'UpdateStack', 'UpdateStackSet'].map(
        (name) => `cloudformation:${name}`,
      ),
    ],
    sources: [
      ...pathfinding('cloudformation-001', 'cloudformation-003', 'cloudformation-004'),
      ...rhino(21),
      ...bishopFox('privesc20-PassExistingRoleToCloudFormation'),
      ...principalMapper('cloudformation'),
    ],
  },
  {
    id: 'glue',
    principals: ['glue.amazonaws.com'],
    calls: [['glue:CreateDevEndpoint', 'glue:CreateJob', 'glue:CreateSession', 'glue:UpdateJob']],
    sources: [
      ...pathfinding('glue-001', 'glue-003', 'glue-004', 'glue-005', 'glue-006'),
      ...rhino(19),
      ...bishopFox('privesc18-PassExistingRoleToNewGlueDevEndpoint'),
    ],
  },
  {
    id: 'sagemaker',
    principals: ['sagemaker.amazonaws.com'],
    calls: [
      [
        ...['AutoMLJobV2', 'Domain', 'Model', 'NotebookInstance', 'Pipeline', 'ProcessingJob', 'TrainingJob'],
        'UserProfile',
      ].map((name) => `sagemaker:Create${name}`),
    ],
    sources: [
      ...pathfinding('sagemaker-001', 'sagemaker-002', 'sagemaker-003'),
      ...rhino(27),
      ...bishopFox(
        'privesc-sageMakerCreateNotebookPassRole',
        'privesc-sageMakerCreateProcessingJob',
        'privesc-sageMakerCreateTrainingJob',
      ),
      ...principalMapper('sagemaker'),
    ],
  },
  {
    id: 'build',
    principals: ['codebuild.amazonaws.com'],
    calls: [['codebuild:CreateProject', 'codebuild:UpdateProject']],
    sources: [
      ...pathfinding('codebuild-001', 'codebuild-004'),
      ...bishopFox('privesc-codeBuildCreateProjectPassRole'),
      ...principalMapper('codebuild'),
    ],
  },
  {
    id: 'data-pipeline',
    principals: ['datapipeline.amazonaws.com', ...ec2],
    calls: [['datapipeline:CreatePipeline'], ['datapipeline:PutPipelineDefinition']],
    sources: [
      ...pathfinding('datapipeline-001'),
      ...rhino(22),
      ...bishopFox('privesc21-PassExistingRoleToNewDataPipeline'),
    ],
  },
  {
    id: 'app-runner',
    principals: ['tasks.apprunner.amazonaws.com'],
    calls: [['apprunner:CreateService']],
    sources: pathfinding('apprunner-001'),
  },
  {
    id: 'code-interpreter',
    principals: ['bedrock-agentcore.amazonaws.com'],
    calls: [['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:CreateCodeInterpreter']],
    sources: pathfinding('bedrock-001'),
  },
  { id: 'agent', principals: ['bedrock.amazonaws.com'], calls: [['bedrock:CreateAgent', 'bedrock:UpdateAgent']] },
  {
    id: 'code-star',
    principals: ['codestar.amazonaws.com'],
    calls: [['codestar:CreateProject']],
    sources: rhino(24),
  },
  {
    id: 'automation',
    principals: ['ssm.amazonaws.com'],
    calls: [['ssm:CreateActivation', 'ssm:StartAutomationExecution', 'ssm:RegisterTaskWithMaintenanceWindow']],
  },
  {
    id: 'state-machine',
    principals: ['states.amazonaws.com'],
    calls: [['states:CreateStateMachine', 'states:TestState', 'states:UpdateStateMachine']],
  },
  {
    id: 'schedule',
    principals: ['scheduler.amazonaws.com'],
    calls: [['scheduler:CreateSchedule', 'scheduler:UpdateSchedule']],
  },
  { id: 'pipe', principals: ['pipes.amazonaws.com'], calls: [['pipes:CreatePipe', 'pipes:UpdatePipe']] },
  { id: 'event-target', principals: ['events.amazonaws.com'], calls: [['events:PutTargets']] },
  {
    id: 'log-delivery',
    principals: ['cloudtrail.amazonaws.com', 'logs.amazonaws.com', 'firehose.amazonaws.com'],
    calls: [
      [
        ...['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail', 'firehose:CreateDeliveryStream'],
        ...['logs:PutDestination', 'logs:PutSubscriptionFilter'],
      ],
    ],
  },
  {
    id: 'storage',
    principals: ['s3.amazonaws.com', 'batchoperations.s3.amazonaws.com', 'access-grants.s3.amazonaws.com'],
    calls: [['s3:CreateAccessGrantsLocation', 's3:CreateJob', 's3:PutReplicationConfiguration']],
  },
  {
    id: 'other-service',
    principals: [
      ...['apigateway', 'appsync', 'backup', 'codedeploy', 'codepipeline', 'datasync', 'dms', 'elasticbeanstalk'],
      ...['elasticmapreduce', 'emr-serverless', 'fis', 'gamelift', 'iot', 'kinesisanalytics', 'opsworks', 'pods.eks'],
      ...['rds', 'redshift', 'rolesanywhere', 'transfer', 'airflow', 'imagebuilder'],
    ].map((name) => `${name}.amazonaws.com`),
    calls: [
      [
        ...['apigateway:PATCH', 'apigateway:POST', 'apigateway:PUT', 'appsync:CreateDataSource'],
        ...['backup:StartBackupJob', 'backup:StartRestoreJob', 'codedeploy:CreateDeploymentGroup'],
        ...['codepipeline:CreatePipeline', 'codepipeline:UpdatePipeline', 'datasync:CreateLocationS3'],
        ...['dms:CreateEndpoint', 'elasticbeanstalk:CreateEnvironment', 'elasticmapreduce:RunJobFlow'],
        ...['emr-serverless:StartJobRun', 'fis:CreateExperimentTemplate', 'gamelift:CreateFleet'],
        ...['iot:CreateRoleAlias', 'iot:CreateTopicRule', 'kinesisanalytics:CreateApplication'],
        ...['eks:CreatePodIdentityAssociation', 'rds:AddRoleToDBCluster', 'rds:AddRoleToDBInstance'],
        ...['redshift:ModifyClusterIamRoles', 'rolesanywhere:CreateProfile', 'transfer:CreateServer'],
        ...['transfer:CreateUser', 'airflow:CreateEnvironment', 'imagebuilder:CreateInfrastructureConfiguration'],
      ],
    ],
  },
];

/** Ways to have a service act with a role of one's choice. */
export const passRolePaths: readonly EscalationPath[] = [
  {
    id: 'pass-role',
    // Alone it is nothing yet, but which service takes a role in which call is more than any list knows.
    name: 'may hand the role to a service that may become it',
    sources: [],
    needs: [{ anyOf: ['iam:PassRole'], on: 'role' }],
    gives: 'becomes',
  },
  ...services.flatMap(({ id, principals, calls, sources = [] }) =>
    principals.map((principal, index): EscalationPath => ({
      id: `pass-role-to-${id}${index === 0 ? '' : `-as-${principal.replace('.amazonaws.com', '').replaceAll('.', '-')}`}`,
      name: `may put the role to work as ${principal}`,
      sources,
      needs: [
        { anyOf: ['iam:PassRole'], on: 'role', passedTo: principal },
        ...calls.map((anyOf) => ({ anyOf, on: 'anything' as const })),
      ],
      gives: 'becomes',
      services: [principal],
    })),
  ),
];
