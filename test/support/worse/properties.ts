import { isObject, type Resource } from '../../../tools/access/template';
import type { Part } from './part';

/** Properties that say something worse than nothing: another mode, another key, more or fewer days. */

/** Words with a weaker neighbour. */
const worse: Readonly<Record<string, readonly string[]>> = {
  COMPLIANCE: ['GOVERNANCE'],
  GOVERNANCE: ['COMPLIANCE'],
  'aws:kms': ['AES256', 'aws:kms:dsse'],
  Enabled: ['Suspended', 'Disabled'],
  ENABLED: ['DISABLED'],
  BucketOwnerEnforced: ['ObjectWriter', 'BucketOwnerPreferred'],
  'SSE-C': ['NONE'],
  FIFTEEN_MINUTES: ['SIX_HOURS'],
  Retain: ['Delete'],
  ACCOUNT: ['ORGANIZATION'],
  breaching: ['ignore', 'missing'],
  notBreaching: ['ignore', 'missing'],
  email: ['sms'],
  'nodejs24.x': ['nodejs22.x'],
};

/** Properties that name a key; the managed one of AWS is open to the whole account. */
const keyProperty = /^K(?:MS|ms)(?:Key|MasterKey)I[dD]$|^KMSMasterKeyID$|^KmsMasterKeyId$/;

function* worseText(value: string, path: string): Generator<Part> {
  for (const word of worse[value] ?? []) yield { what: `${path} ${value} as ${word}`, value: word };
}

/** A value with one thing in it that is worse, at any depth. */
function* worseValue(value: unknown, path: string): Generator<Part> {
  if (typeof value === 'string') {
    yield* worseText(value, path);
  } else if (typeof value === 'number') {
    if (value !== 0) yield { what: `${path} doubled`, value: value * 2 };
    if (value !== 1) yield { what: `${path} as 1`, value: 1 };
  } else if (Array.isArray(value)) {
    const items = value as unknown[];
    for (const [index, item] of items.entries()) {
      for (const part of worseValue(item, `${path}[]`)) yield { what: part.what, value: items.with(index, part.value) };
    }
  } else if (isObject(value) && !('Ref' in value) && !('Fn::GetAtt' in value) && !('Fn::Join' in value)) {
    for (const [key, item] of Object.entries(value)) {
      const inner = path === '' ? key : `${path}.${key}`;
      if (keyProperty.test(key))
        yield { what: `${inner} as the key of AWS`, value: { ...value, [key]: 'alias/aws/s3' } };
      for (const part of worseValue(item, inner)) yield { what: part.what, value: { ...value, [key]: part.value } };
    }
  }
}

const policyProperties = new Set(['AssumeRolePolicyDocument', 'KeyPolicy', 'PolicyDocument', 'ResourcePolicy']);

/** What people read, and what other mutants are about. */
const skipped = new Set(['Tags', 'Description', 'EventPattern', 'Targets', 'DashboardBody', ...policyProperties]);

/** Properties that nobody wrote, and that open something. */
const openings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'AWS::S3::Bucket': {
    AccessControl: 'PublicRead',
    WebsiteConfiguration: { IndexDocument: 'index.html' },
    CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
    AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
  },
  'AWS::DynamoDB::Table': {
    ResourcePolicy: {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'dynamodb:GetItem', Resource: '*' }] },
    },
  },
  'AWS::IAM::User': { LoginProfile: { Password: { Ref: 'AWS::StackName' } } },
  'AWS::IAM::Role': { MaxSessionDuration: 43_200 },
  'AWS::KMS::Key': { BypassPolicyLockoutSafetyCheck: true, MultiRegion: true },
  'AWS::SecretsManager::Secret': { ReplicaRegions: [{ Region: 'us-west-2' }], SecretString: 'known' },
  'AWS::Lambda::Function': {
    Layers: ['arn:aws:lambda:eu-central-1:999900009999:layer:helper:1'],
    TracingConfig: { Mode: 'Active' },
  },
  'AWS::SNS::Topic': { DeliveryStatusLogging: [], DataProtectionPolicy: { Name: 'none', Statement: [] } },
};

/** A resource with one property that is worse, once in each way. */
export function* worseProperties(resource: Resource): Generator<Part<Resource>> {
  const { Properties = {}, Type } = resource;
  const kept = Object.fromEntries(Object.entries(Properties).filter(([name]) => !skipped.has(name)));
  for (const { what, value } of worseValue(kept, '')) {
    yield { what, value: { ...resource, Properties: { ...Properties, ...(value as object) } } };
  }
  for (const [name, value] of Object.entries(openings[Type] ?? {})) {
    if (JSON.stringify(Properties[name]) === JSON.stringify(value)) continue;
    yield { what: `${name} set`, value: { ...resource, Properties: { ...Properties, [name]: value } } };
  }
  for (const name of ['DeletionPolicy', 'UpdateReplacePolicy'] as const) {
    if (resource[name] === 'Retain') yield { what: `${name} as Delete`, value: { ...resource, [name]: 'Delete' } };
  }
}
