import { bishopFox, type EscalationPath, pathfinding, principalMapper, rhino } from './path';

const on = (service: string, names: readonly string[]): string[] => names.map((name) => `${service}:${name}`);

const ec2 = ['ec2.amazonaws.com'];

/** Ways into what runs with a role already; no role has to be passed. */
const running: readonly EscalationPath[] = [
  {
    id: 'update-function-code',
    name: 'may replace the code of its function',
    sources: [
      ...pathfinding('lambda-003', 'lambda-004', 'lambda-005'),
      ...rhino(18),
      ...bishopFox('privesc17-EditExistingLambdaFunctionWithRole'),
      ...principalMapper('lambda'),
    ],
    needs: [{ anyOf: ['lambda:UpdateFunctionCode'], on: 'function' }],
    gives: 'becomes',
  },
  {
    id: 'update-function-configuration',
    name: 'may give its function layers, variables or another handler',
    sources: rhino(26),
    needs: [{ anyOf: ['lambda:UpdateFunctionConfiguration'], on: 'function' }],
    gives: 'becomes',
  },
  {
    id: 'replace-code-before-deployment',
    name: 'may replace the code of its function where deployments take it from',
    sources: [],
    needs: [{ anyOf: ['s3:PutObject', 's3:ReplicateObject'], on: 'code' }],
    gives: 'becomes',
  },
  {
    id: 'enter-instance',
    name: 'may run commands on its instances',
    sources: [
      ...pathfinding('ssm-001', 'ssm-002', 'ec2instanceconnect-003'),
      ...bishopFox('privesc-ssmSendCommand', 'privesc-ssmStartSession', 'privesc-ec2InstanceConnect'),
      ...principalMapper('ssm'),
    ],
    needs: [
      {
        anyOf: [
          'ec2-instance-connect:SendSSHPublicKey',
          'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
          ...on('ssm', ['CreateAssociation', 'ResumeSession', 'SendCommand', 'StartSession', 'UpdateAssociation']),
        ],
        on: 'anything',
      },
    ],
    gives: 'becomes',
    services: ec2,
  },
  {
    id: 'change-instance',
    name: 'may change what its instances start with',
    sources: pathfinding('ec2-002', 'ec2-004'),
    needs: [
      {
        anyOf: on('ec2', [
          ...['CreateLaunchTemplateVersion', 'CreateReplaceRootVolumeTask', 'ModifyInstanceAttribute'],
          'ModifyLaunchTemplate',
        ]),
        on: 'anything',
      },
    ],
    gives: 'becomes',
    services: ec2,
  },
  {
    id: 'enter-task',
    name: 'may run commands in its tasks, or tasks of its own with the role',
    sources: [],
    needs: [{ anyOf: ['batch:SubmitJob', 'ecs:ExecuteCommand', 'ecs:UpdateService'], on: 'anything' }],
    gives: 'becomes',
    services: ['ecs-tasks.amazonaws.com'],
  },
  {
    id: 'change-stack',
    name: 'may have a stack that deploys with the role deploy something else',
    sources: [
      ...pathfinding('cloudformation-002', 'cloudformation-005'),
      ...bishopFox('privesc-cloudFormationUpdateStack'),
      ...principalMapper('cloudformation'),
    ],
    needs: [
      {
        anyOf: on('cloudformation', [
          ...['CreateStackInstances', 'ExecuteChangeSet', 'UpdateStack', 'UpdateStackInstances', 'UpdateStackSet'],
        ]),
        on: 'anything',
      },
    ],
    gives: 'becomes',
    services: ['cloudformation.amazonaws.com'],
  },
  {
    id: 'enter-glue',
    name: 'may run code in what Glue runs with the role',
    sources: [...pathfinding('glue-002'), ...rhino(20), ...bishopFox('privesc19-UpdateExistingGlueDevEndpoint')],
    needs: [{ anyOf: on('glue', ['RunStatement', 'UpdateDevEndpoint']), on: 'anything' }],
    gives: 'becomes',
    services: ['glue.amazonaws.com'],
  },
  {
    id: 'enter-notebook',
    name: 'may open or change a notebook that runs with the role',
    sources: [
      ...pathfinding('sagemaker-004', 'sagemaker-005'),
      ...rhino(28),
      ...bishopFox('privesc-sageMakerCreatePresignedNotebookURL'),
      ...principalMapper('sagemaker'),
    ],
    needs: [
      {
        anyOf: on('sagemaker', [
          ...['CreateNotebookInstanceLifecycleConfig', 'CreatePresignedDomainUrl'],
          ...['CreatePresignedNotebookInstanceUrl', 'UpdateNotebookInstance'],
          'UpdateNotebookInstanceLifecycleConfig',
        ]),
        on: 'anything',
      },
    ],
    gives: 'becomes',
    services: ['sagemaker.amazonaws.com'],
  },
  {
    id: 'start-build',
    name: 'may start a build of its own text with the role',
    sources: [...pathfinding('codebuild-002', 'codebuild-003'), ...principalMapper('codebuild')],
    needs: [{ anyOf: on('codebuild', ['RetryBuild', 'StartBuild', 'StartBuildBatch']), on: 'anything' }],
    gives: 'becomes',
    services: ['codebuild.amazonaws.com'],
  },
  {
    id: 'change-app-runner',
    name: 'may have an App Runner service run something else with the role',
    sources: pathfinding('apprunner-002'),
    needs: [{ anyOf: ['apprunner:UpdateService'], on: 'anything' }],
    gives: 'becomes',
    services: ['tasks.apprunner.amazonaws.com'],
  },
  {
    id: 'enter-code-interpreter',
    name: 'may run code in an interpreter that has the role',
    sources: pathfinding('bedrock-002'),
    needs: [{ anyOf: on('bedrock-agentcore', ['InvokeCodeInterpreter']), on: 'anything' }],
    gives: 'becomes',
    services: ['bedrock-agentcore.amazonaws.com'],
  },
  {
    id: 'change-code-star',
    name: 'may make or join a CodeStar project, which has rights of its own',
    sources: rhino(23, 25),
    needs: [{ anyOf: on('codestar', ['AssociateTeamMember', 'CreateProjectFromTemplate']), on: 'anything' }],
    gives: 'becomes',
    services: ['codestar.amazonaws.com'],
  },
  {
    id: 'change-state-machine',
    name: 'may change what runs with the role',
    sources: [],
    needs: [{ anyOf: ['states:UpdateStateMachine'], on: 'anything' }],
    gives: 'becomes',
    services: ['states.amazonaws.com'],
  },
];

/** Ways to have somebody do its work at another's time. */
const driving: readonly EscalationPath[] = [
  {
    id: 'invoke-function',
    name: 'may call its function',
    sources: [],
    needs: [
      {
        anyOf: on('lambda', [
          ...['CreateEventSourceMapping', 'InvokeAsync', 'InvokeFunction', 'InvokeFunctionUrl'],
          ...['UpdateEventSourceMapping'],
        ]),
        on: 'function',
      },
    ],
    gives: 'drives',
  },
  {
    id: 'rotate-secret',
    name: 'may have its function rotate the secret',
    sources: [],
    needs: [{ anyOf: ['secretsmanager:RotateSecret'], on: 'rotated secret' }],
    gives: 'drives',
  },
  {
    id: 'ask-by-journal',
    name: 'may write requests into the rows of the journal that its function follows',
    sources: [],
    needs: [
      {
        anyOf: on('dynamodb', [
          ...['BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PutItem', 'UpdateItem', 'ImportTable'],
          ...['RestoreTableFromBackup', 'RestoreTableToPointInTime'],
        ]),
        on: 'journal',
      },
    ],
    gives: 'drives',
  },
];

export const servicePaths: readonly EscalationPath[] = [...running, ...driving];
