import { bootstrapQualifierOf } from '../../../../lib/config/bootstrap-qualifier';
import { journalTableArn, trailLogGroupName } from '../../../../lib/config/names';
import { calls, never, others, type Forbidden, type Names } from './questions';

/** By what deployments are made. */
export function deployment(names: Names): Forbidden[] {
  const { environment, assets } = names;
  const qualifier = bootstrapQualifierOf(environment);
  const stack = (name: string) => names.arn('cloudformation', `stack/${name}/1`);
  return [
    never(
      'stacks, those of the bootstrap and of those who deploy among them',
      [`CDKToolkit-${qualifier}`, 'CDKToolkit', `StrongroomDelivery-${environment.name}`, 'other'].flatMap((name) =>
        calls(
          'cloudformation',
          ['CreateStack', 'DeleteStack', 'DescribeStacks', 'ExecuteChangeSet', 'SetStackPolicy', 'UpdateStack'],
          stack(name),
        ),
      ),
    ),
    others(
      'the environment’s own stacks from within',
      calls('cloudformation', ['UpdateStack', 'DeleteStack'], stack(`strongroom-${environment.name}-foundation`)),
    ),
    never(
      'what the bootstrap keeps',
      [assets, names.bucket('cdk-hnb659fds-assets-111122223333-eu-central-1')].flatMap((bucket) => [
        ...calls('s3', ['PutObject', 'DeleteObject'], `${bucket}/template.json`),
        ...calls('s3', ['PutBucketPolicy', 'PutEncryptionConfiguration', 'DeleteBucket', 'CreateBucket'], bucket),
      ]),
      [qualifier, 'hnb659fds', environment.name].flatMap((name) =>
        calls(
          'ssm',
          ['AddTagsToResource', 'DeleteParameter', 'PutParameter'],
          names.arn('ssm', `parameter/cdk-bootstrap/${name}/version`),
        ),
      ),
      calls('ssm', ['GetParameters'], names.arn('ssm', 'parameter/cdk-bootstrap/other/version')),
    ),
    others(
      'templates and code read of other applications',
      calls('s3', ['GetObject'], `${names.bucket('cdk-hnb659fds-assets-111122223333-eu-central-1')}/a`),
    ),
    never(
      'anything in other accounts',
      calls('sns', ['CreateTopic'], names.arn('sns', `strongroom-${environment.name}-any`, undefined, '999900009999')),
      calls('sqs', ['CreateQueue'], names.arn('sqs', `strongroom-${environment.name}-any`, undefined, '999900009999')),
    ),
  ];
}

/** Of what the environment's own stacks keep. */
export function keptData(names: Names): Forbidden[] {
  const { environment } = names;
  return [
    never(
      'data deleted that a removed stack leaves behind',
      calls('s3', ['DeleteBucket', 'DeleteBucketPolicy'], names.files),
      calls('dynamodb', ['DeleteTable'], journalTableArn(environment)),
      calls('logs', ['DeleteLogGroup'], names.arn('logs', `log-group:${trailLogGroupName(environment)}`)),
      calls('secretsmanager', ['DeleteSecret', 'DeleteResourcePolicy'], names.secret),
      calls('kms', ['ScheduleKeyDeletion'], names.key, { 'aws:ResourceTag/environment': environment.name }),
      calls('kms', ['ScheduleKeyDeletion', 'DisableKey'], names.key, names.aliased),
    ),
  ];
}
