import { createHash } from 'node:crypto';

import type { Entry, Stack } from './template';

/** What `Ref` and `Fn::GetAtt` of one resource stand for. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its ARN. @default - the attribute `Arn`, or else what `Ref` stands for */
  readonly arn?: string;
}

export interface Named {
  readonly stack: Stack;
  readonly logicalId: string;
  /** A resolved property that must be text; undefined where the template leaves it out. */
  readonly property: (name: string) => string | undefined;
}

/** Stands in for what AWS generates: the same for the same resource in every run, different for every other. */
function digest({ stack, logicalId }: Named): string {
  return createHash('sha256').update(`${stack.account}/${stack.region}/${stack.name}/${logicalId}`).digest('hex');
}

function generatedName(resource: Named): string {
  return `${resource.stack.name}-${resource.logicalId}-${digest(resource).slice(0, 12)}`;
}

/** Of at most 63 letters, and another one for every bucket. */
function generatedBucketName(resource: Named): string {
  const name = generatedName(resource).toLowerCase();
  return name.length <= 63 ? name : `${name.slice(0, 50)}-${digest(resource).slice(0, 12)}`;
}

function generatedUuid(resource: Named): string {
  return digest(resource).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function arn({ stack }: Named, service: string, resource: string, { global = false } = {}): string {
  return `arn:${stack.partition}:${service}:${global ? '' : stack.region}:${stack.account}:${resource}`;
}

function iamPath(resource: Named): string {
  return resource.property('Path') ?? '/';
}

function iam(resource: Named, kind: string, nameProperty: string): { name: string; arn: string } {
  const name = resource.property(nameProperty) ?? generatedName(resource);
  return { name, arn: arn(resource, 'iam', `${kind}${iamPath(resource)}${name}`, { global: true }) };
}

const named = (kind: string, nameProperty: string) => (resource: Named) => {
  const made = iam(resource, kind, nameProperty);
  return { ref: made.name, attributes: { Arn: made.arn } };
};

/** Named by a property, or by AWS, with an ARN of `kind/name` in its Region. */
const regional = (service: string, kind: string, nameProperty: string) => (resource: Named) => {
  const name = resource.property(nameProperty) ?? generatedName(resource);
  return { ref: name, attributes: { Arn: arn(resource, service, `${kind}${name}`) } };
};

/** One entry per resource type that a template refers to. */
const identities: Readonly<Record<string, (resource: Named) => Identity>> = {
  'AWS::AccessAnalyzer::Analyzer': (resource) => {
    const made = arn(resource, 'access-analyzer', `analyzer/${resource.property('AnalyzerName') ?? ''}`);
    return { ref: made, attributes: { Arn: made } };
  },
  'AWS::Backup::BackupVault': (resource) => {
    const name = resource.property('BackupVaultName') ?? generatedName(resource);
    const made = arn(resource, 'backup', `backup-vault:${name}`);
    return { ref: name, attributes: { BackupVaultArn: made, BackupVaultName: name }, arn: made };
  },
  'AWS::CloudTrail::Trail': (resource) => {
    const name = resource.property('TrailName') ?? generatedName(resource);
    return { ref: name, attributes: { Arn: arn(resource, 'cloudtrail', `trail/${name}`) } };
  },
  'AWS::DynamoDB::Table': regional('dynamodb', 'table/', 'TableName'),
  'AWS::ECR::Repository': regional('ecr', 'repository/', 'RepositoryName'),
  'AWS::EFS::FileSystem': (resource) => {
    const id = `fs-${digest(resource).slice(0, 17)}`;
    return { ref: id, attributes: { Arn: arn(resource, 'elasticfilesystem', `file-system/${id}`), FileSystemId: id } };
  },
  'AWS::Events::EventBus': regional('events', 'event-bus/', 'Name'),
  'AWS::Events::Rule': (resource) => {
    const name = resource.property('Name') ?? generatedName(resource);
    return { ref: name, attributes: { Arn: arn(resource, 'events', `rule/${name}`) } };
  },
  'AWS::GuardDuty::Detector': (resource) => ({ ref: digest(resource).slice(0, 32), attributes: {} }),
  'AWS::IAM::Group': named('group', 'GroupName'),
  'AWS::IAM::InstanceProfile': named('instance-profile', 'InstanceProfileName'),
  'AWS::IAM::ManagedPolicy': (resource) => {
    const made = iam(resource, 'policy', 'ManagedPolicyName').arn;
    return { ref: made, attributes: { PolicyArn: made } };
  },
  'AWS::IAM::OIDCProvider': (resource) => {
    const host = (resource.property('Url') ?? '').replace(/^https:\/\//, '');
    const made = arn(resource, 'iam', `oidc-provider/${host}`, { global: true });
    return { ref: made, attributes: { Arn: made } };
  },
  'AWS::IAM::Role': named('role', 'RoleName'),
  'AWS::IAM::User': named('user', 'UserName'),
  'AWS::KMS::Key': (resource) => {
    const id = generatedUuid(resource);
    return { ref: id, attributes: { Arn: arn(resource, 'kms', `key/${id}`), KeyId: id } };
  },
  'AWS::KMS::ReplicaKey': (resource) => {
    const id = `mrk-${digest(resource).slice(0, 32)}`;
    return { ref: id, attributes: { Arn: arn(resource, 'kms', `key/${id}`), KeyId: id } };
  },
  'AWS::Kinesis::Stream': regional('kinesis', 'stream/', 'Name'),
  'AWS::Lambda::Function': (resource) => {
    const name = resource.property('FunctionName') ?? generatedName(resource);
    return { ref: name, attributes: { Arn: arn(resource, 'lambda', `function:${name}`) } };
  },
  'AWS::Logs::LogGroup': (resource) => {
    const name = resource.property('LogGroupName') ?? generatedName(resource);
    // CloudFormation returns a log group's ARN with this ending.
    return { ref: name, attributes: { Arn: arn(resource, 'logs', `log-group:${name}:*`) } };
  },
  'AWS::OpenSearchService::Domain': regional('es', 'domain/', 'DomainName'),
  'AWS::S3::Bucket': (resource) => {
    const name = resource.property('BucketName') ?? generatedBucketName(resource);
    return { ref: name, attributes: { Arn: `arn:${resource.stack.partition}:s3:::${name}` } };
  },
  'AWS::SecretsManager::Secret': (resource) => {
    const name = resource.property('Name') ?? generatedName(resource);
    // Secrets Manager appends six characters to the name.
    const made = arn(resource, 'secretsmanager', `secret:${name}-${digest(resource).slice(0, 6)}`);
    return { ref: made, attributes: { Id: made } };
  },
  'AWS::SNS::Topic': (resource) => {
    const name = resource.property('TopicName') ?? generatedName(resource);
    const made = arn(resource, 'sns', name);
    return { ref: made, attributes: { TopicArn: made, TopicName: name } };
  },
  'AWS::SQS::Queue': (resource) => {
    const { stack } = resource;
    const name = resource.property('QueueName') ?? generatedName(resource);
    return {
      ref: `https://sqs.${stack.region}.${stack.urlSuffix}/${stack.account}/${name}`,
      attributes: { Arn: arn(resource, 'sqs', name), QueueName: name },
    };
  },
  'AWS::SSM::Parameter': (resource) => ({ ref: resource.property('Name') ?? generatedName(resource), attributes: {} }),
};

/**
 * The names by which other resources know one resource.
 *
 * @throws Error that names the type when nobody has said yet what its references stand for
 */
export function identityOf(type: string, resource: Named): Identity {
  const identity = identities[type];
  if (identity === undefined) {
    throw new Error(
      `${resource.stack.name}: what a reference to ${resource.logicalId} (${type}) stands for is unknown; add the type to tools/access/physical-ids.ts`,
    );
  }
  return identity(resource);
}

/** The names of a resource whose properties hold no intrinsic function any more. */
export function identityOfResolved({ stack, logicalId, resource }: Entry): Identity {
  return identityOf(resource.Type, {
    stack,
    logicalId,
    property: (name) => resource.Properties?.[name] as string | undefined,
  });
}
