import { journalTableArn, trailLogGroupName } from '../../../../lib/config/names';
import { call, calls, never, others, type Forbidden, type Names } from './questions';

/** What is kept in the room. */
export function contents(names: Names): Forbidden[] {
  const { environment, files, secret } = names;
  const logGroup = names.arn('logs', `log-group:${trailLogGroupName(environment)}`);
  const queue = names.arn('sqs', `strongroom-${environment.name}-lost-alerts`);
  const topic = names.arn('sns', `strongroom-${environment.name}-alerts`);
  const parameter = (name: string) => names.arn('ssm', `parameter${name}`);
  const table = journalTableArn(environment);
  return [
    never(
      'files read, written, unlocked or deleted',
      ['GetObject', 'GetObjectVersion', 'GetObjectAttributes', 'GetObjectRetention'].flatMap((name) => [
        call(`s3:${name}`, `${files}/documents/a`),
        call(`s3:${name}`, `${names.bucket('another')}/a`),
      ]),
      calls(
        's3',
        [
          'BypassGovernanceRetention',
          'DeleteObject',
          'DeleteObjectVersion',
          'PutObject',
          'PutObjectLegalHold',
          'PutObjectRetention',
          'ReplicateObject',
          'RestoreObject',
        ],
        `${files}/documents/a`,
      ),
      // Not refused by a bucket's own policy.
      calls(
        's3',
        ['BypassGovernanceRetention', 'PutObjectRetention', 'PutObjectLegalHold'],
        `${names.bucket('another')}/a`,
      ),
      calls('s3', ['PutReplicationConfiguration'], files),
      calls('s3', ['CreateAccessPoint'], names.arn('s3', 'accesspoint/any')),
      calls('s3', ['CreateAccessGrantsInstance'], names.arn('s3', 'access-grants/default')),
      calls('s3', ['PutAccountPublicAccessBlock'], '*'),
    ),
    never(
      'values of secrets read or written, or secrets copied elsewhere',
      calls('secretsmanager', ['GetSecretValue', 'PutSecretValue', 'ReplicateSecretToRegions'], secret),
      calls('secretsmanager', ['BatchGetSecretValue'], '*'),
    ),
    never(
      'parameters that are not the environment’s settings, and those only together',
      calls(
        'ssm',
        ['GetParameter', 'GetParameters', 'GetParameterHistory', 'PutParameter'],
        parameter('/other/secret'),
      ),
      calls('ssm', ['SendCommand'], names.arn('ssm', 'document/any')),
    ),
    others(
      'settings of other environments',
      calls('ssm', ['GetParameters', 'PutParameter', 'DeleteParameter'], parameter(`/other/${environment.name}/any`)),
      calls(
        'ssm',
        ['GetParameter', 'GetParametersByPath'],
        parameter(`/${names.workload}/${environment.name}/origins`),
      ),
    ),
    never(
      'rows of the journal, copies of it, and others let in',
      calls(
        'dynamodb',
        [
          ...['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
          ...['PartiQLSelect', 'CreateBackup', 'ExportTableToPointInTime', 'EnableKinesisStreamingDestination'],
          ...['PutResourcePolicy', 'DeleteResourcePolicy', 'RestoreTableToPointInTime'],
        ],
        table,
      ),
    ),
    never(
      'what log groups hold',
      calls(
        'logs',
        ['CreateExportTask', 'FilterLogEvents', 'PutSubscriptionFilter', 'StartLiveTail', 'StartQuery', 'Unmask'],
        logGroup,
      ),
      calls('logs', ['GetLogGroupFields'], logGroup),
      calls('logs', ['DeleteLogStream', 'GetLogEvents', 'PutLogEvents'], `${logGroup}:log-stream:any`),
      calls('logs', ['PutDestination', 'PutDestinationPolicy'], names.arn('logs', 'destination:any')),
    ),
    never(
      'messages',
      calls('sqs', ['DeleteMessage', 'PurgeQueue', 'ReceiveMessage', 'SendMessage'], queue),
      calls('sns', ['Publish'], topic),
    ),
  ];
}
