import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  globalRegion,
  home,
  qualifier,
  recorded,
  type RecordedEvent,
  session,
  user,
} from '../recorded-event';

const [stack, byHand, bucket, otherBucket] = [
  'delivery-stack-changed',
  'stack-deployed-by-hand',
  'bucket-protection-changed',
  'other-bucket-changed',
] as const;

function formation(
  by: Caller,
  eventName: string,
  stackName: string,
  { region = home, ...parameters }: Readonly<Record<string, unknown>> & { readonly region?: string } = {},
) {
  return call({
    by,
    service: 'cloudformation',
    eventName,
    requestParameters: { stackName, ...parameters },
    region,
  });
}

const stackArn = (name: string) =>
  `arn:aws:cloudformation:${home}:${account}:stack/${name}/1b9c5d2e-7a4f-4c1d-8e3b-2f6a9d0c7e51`;
const changeSetName = 'cdk-deploy-change-set';
const assets = (of: string) => `cdk-${of}-assets-${account}-${home}`;

function s3(by: Caller, eventName: string, bucketName: string) {
  return call({ by, service: 's3', eventName, requestParameters: { bucketName } });
}

/** `cdk deploy` in a job. */
const deploys = session(`cdk-${qualifier}-deploy-role-${account}-${home}`, 'aws-cdk');

/**
 * The stacks that a person deploys, and where templates and code wait.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html
 */
export const bootstrapEvents: readonly RecordedEvent[] = [
  recorded(
    'a person changes who may deploy',
    formation(administrator, 'ExecuteChangeSet', 'StrongroomDelivery-prod', { changeSetName }),
    [stack],
  ),
  recorded(
    'a user updates the delivery stack by its ARN',
    formation(user('alice'), 'UpdateStack', stackArn('StrongroomDelivery-prod'), {
      capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
    [stack],
  ),
  recorded(
    'a person changes the boundaries of a workload',
    formation(administrator, 'ExecuteChangeSet', 'StrongroomBoundaries-prod-portal', { changeSetName }),
    [stack],
  ),
  recorded(
    'an administrator changes the boundaries of a workload by the ARN of their stack',
    formation(administrator, 'UpdateStack', stackArn('StrongroomBoundaries-prod-portal')),
    [stack],
  ),
  recorded(
    'a job of continuous integration changes what it may deploy',
    formation(deploys, 'UpdateStack', 'StrongroomExecution-prod-1'),
    [stack],
  ),
  recorded(
    'an administrator deletes what deployments may do by the ARN of its stack',
    formation(administrator, 'DeleteStack', stackArn('StrongroomExecution-prod-1')),
    [stack],
  ),
  recorded(
    'a person changes the boundaries of another environment',
    formation(administrator, 'ExecuteChangeSet', 'StrongroomBoundaries-dev-portal', { changeSetName }),
    [],
    [stack],
  ),
  recorded(
    'a person changes what deployments of another environment may do',
    formation(administrator, 'UpdateStack', stackArn('StrongroomExecution-dev-1')),
    [],
    [stack],
  ),
  recorded(
    'a job of continuous integration deletes the delivery stack',
    formation(deploys, 'DeleteStack', 'StrongroomDelivery-prod'),
    [stack],
  ),
  recorded(
    'a person renews the stack of the bootstrap',
    formation(administrator, 'ExecuteChangeSet', `CDKToolkit-${qualifier}`, { changeSetName }),
    [stack],
  ),
  recorded(
    'an administrator renews the stack of the bootstrap by its ARN',
    formation(administrator, 'ExecuteChangeSet', stackArn(`CDKToolkit-${qualifier}`), { changeSetName }),
    [stack],
  ),
  recorded(
    'an administrator takes the protection off the bootstrap of the global Region',
    formation(administrator, 'UpdateTerminationProtection', `CDKToolkit-${qualifier}`, {
      enableTerminationProtection: false,
      region: globalRegion,
    }),
    [stack],
  ),
  recorded(
    'a job of continuous integration deploys a stack of the environment',
    formation(deploys, 'ExecuteChangeSet', 'strongroom-prod-foundation', { changeSetName }),
    [],
    [stack, byHand],
  ),
  recorded(
    'a job deploys a stack of the environment in the global Region',
    formation(deploys, 'ExecuteChangeSet', 'strongroom-prod-global-events', { changeSetName, region: globalRegion }),
    [],
    [stack, byHand],
  ),
  recorded(
    'an administrator updates a stack of the environment past the jobs',
    formation(administrator, 'UpdateStack', 'strongroom-prod-portal'),
    [byHand],
    [stack],
  ),
  recorded(
    'a user brings a change to a stack of the environment by its ARN',
    formation(user('alice'), 'ExecuteChangeSet', stackArn('strongroom-prod-foundation'), { changeSetName }),
    [byHand],
  ),
  recorded(
    'a job of another bootstrap updates a stack of the environment',
    formation(
      session(`cdk-otherapp-deploy-role-${account}-${home}`, 'aws-cdk'),
      'UpdateStack',
      'strongroom-prod-portal',
    ),
    [byHand],
  ),
  recorded(
    'an administrator deletes the stack of the environment in the global Region',
    formation(administrator, 'DeleteStack', 'strongroom-prod-global-events', { region: globalRegion }),
    [byHand],
  ),
  recorded(
    'an administrator updates a stack of another environment',
    formation(administrator, 'UpdateStack', 'strongroom-dev-portal'),
    [],
    [byHand],
  ),
  recorded(
    'an administrator looks at a stack of the environment',
    formation(administrator, 'DescribeStacks', 'strongroom-prod-portal'),
    [],
    [byHand],
  ),
  recorded(
    'a person changes who may deploy another environment',
    formation(administrator, 'ExecuteChangeSet', 'StrongroomDelivery-dev', { changeSetName }),
    [],
    [stack],
  ),
  recorded(
    'a person renews the stack of another bootstrap',
    formation(administrator, 'ExecuteChangeSet', 'CDKToolkit', { changeSetName }),
    [],
    [stack],
  ),
  recorded(
    'a person changes a stack whose name goes on',
    formation(administrator, 'UpdateStack', stackArn('StrongroomDelivery-prod-copy')),
    [],
    [stack],
  ),
  recorded(
    'an administrator looks at the delivery stack',
    formation(administrator, 'DescribeStacks', 'StrongroomDelivery-prod'),
    [],
    [stack],
  ),
  recorded(
    'an administrator prepares a change of the delivery stack',
    formation(administrator, 'CreateChangeSet', 'StrongroomDelivery-prod', { changeSetName }),
    [],
    [stack],
  ),

  recorded(
    'an administrator opens the bucket of the bootstrap',
    s3(administrator, 'PutBucketPolicy', assets(qualifier)),
    [bucket],
    [otherBucket],
  ),
  recorded(
    'a deployment opens the bucket of the bootstrap',
    s3(cloudFormation(), 'PutBucketPolicy', assets(qualifier)),
    [bucket],
    [otherBucket],
  ),
  recorded(
    'a deployment takes the versions off the bucket of the bootstrap',
    s3(cloudFormation(globalRegion), 'PutBucketVersioning', assets(qualifier)),
    [bucket],
  ),
  recorded(
    'a deployment deletes the bucket of the bootstrap',
    s3(cloudFormation(), 'DeleteBucket', assets(qualifier)),
    [bucket],
  ),
  recorded(
    'an administrator opens the bucket of another bootstrap',
    s3(administrator, 'PutBucketPolicy', assets('otherapp')),
    [otherBucket],
    [bucket],
  ),
  recorded(
    'a deployment changes the bucket of another bootstrap',
    s3(cloudFormation(), 'PutBucketPolicy', assets('otherapp')),
    [],
    [otherBucket],
  ),
];
