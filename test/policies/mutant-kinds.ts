/** What a mutant is about. */
interface About {
  readonly type: string;
  /** `WriteTrail: Principal removed`, `BucketEncryption removed` */
  readonly what: string;
}

/** What such a resource has beside its statements. */
const properties = new Set([
  ...['BlockPublicPolicy', 'Bucket', 'DeletionPolicy', 'DependsOn', 'Description', 'Path', 'PolicyDocument', 'Queues'],
  ...['ResourcePolicy', 'SecretId', 'Topics', 'UpdateReplacePolicy'],
]);

/**
 * What must be weakened one at a time, and the mutants that do it.
 *
 * A kind is told by the name of a change, which begins with the property or statement that it changes.
 */
export const mutantKinds: Readonly<Record<string, (about: About) => boolean>> = {
  'a statement taken away': ({ type, what }) =>
    / (?:ManagedPolicy|BucketPolicy|TopicPolicy|QueuePolicy|ResourcePolicy)$/.test(type.replaceAll('::', ' ')) &&
    /^\w+ removed$/.test(what) &&
    !properties.has(what.replace(' removed', '')),
  'a statement added': ({ what }) => what.startsWith('a statement for '),
  'a denial taken away': ({ what }) => /^Deny\w+ removed$/.test(what),
  'a denial that allows': ({ what }) => what.endsWith(': Deny as Allow'),
  'a denial that refuses less': ({ what }) => /^Deny\w+: (?:Action|Resource|Condition|Principal)/.test(what),
  'an action taken away': ({ what }) => what.endsWith('Action[] removed'),
  'an action made wide': ({ what }) => what.endsWith(': Action widened') || / as \w+:[A-Z][a-z]+\*$/.test(what),
  'an action beside those that are allowed': ({ what }) => what.endsWith(' beside'),
  'a resource made wide': ({ what }) => what.endsWith(': Resource widened'),
  'a resource replaced by its parent': ({ what }) => what.endsWith(': Resource as its parent'),
  'everything but an action, a resource or a principal': ({ what }) => /: Not(?:Action|Resource|Principal)$/.test(what),
  'a principal made wide': ({ what }) => what.endsWith(': Principal widened'),
  'a principal of another account': ({ what }) => /: Principal (?:of|with) another account/.test(what),
  'a principal replaced by its whole account': ({ what }) => what.endsWith(': Principal as its whole account'),
  'another service as principal': ({ what }) => what.endsWith(': Principal with another service'),
  'an identity provider as principal': ({ what }) => what.endsWith(': Principal with an identity provider'),
  'a condition taken away': ({ what }) => what.endsWith(': Condition removed'),
  'a part of a condition taken away': ({ what }) => /: Condition\.[\w:.-]+(?:\[\])? removed$/.test(what),
  'a condition for anything': ({ what }) => what.endsWith(' for anything'),
  'a condition with one more value': ({ what }) => what.endsWith(' with one more value'),
  'a condition turned round': ({ what }) => what.includes(' turned round of '),
  'a condition that a missing key meets': ({ what }) => what.includes(' with IfExists of '),
  'a condition on any value instead of all': ({ what }) => what.includes(' with ForAnyValue: of '),
  'an older TLS': ({ what }) => what.endsWith('s3:TlsVersion loosened'),
  'a longer life of signatures': ({ what }) => what.endsWith('s3:signatureAge loosened'),
  'a trust taken away or opened': ({ type, what }) =>
    type === 'AWS::IAM::Role' && /^(?:AssumeRolePolicyDocument removed|a statement for anyone)$/.test(what),
  'a boundary taken away': ({ what }) => what === 'PermissionsBoundary removed',
  'a boundary replaced': ({ what }) => what.startsWith('PermissionsBoundary as '),
  'a boundary made wide': ({ type, what }) =>
    type === 'AWS::IAM::ManagedPolicy' && /^AtMost\w+: Resource widened$/.test(what),
  'a managed policy of AWS': ({ what }) => what === 'AdministratorAccess attached',
  'an inline policy': ({ what }) => what === 'an inline policy',
  'a longer session': ({ what }) => /^MaxSessionDuration (?:doubled|set)$/.test(what),
  'an additional user with a key': ({ what }) => what === 'a user with a key',
  'an additional role for another account': ({ what }) => what === 'a role for another account',
  'a policy on what has none': ({ what }) => ['a policy of the bus', 'a policy of all log groups'].includes(what),
  'an open function': ({ what }) => what === 'a function that another account may invoke',
  'a secret in an output': ({ what }) => what === 'an output with a secret',
  'a value in a template': ({ what }) => what === 'SecretString set',
  'a public-access flag': ({ what }) => /^PublicAccessBlockConfiguration\.\w+ switched$/.test(what),
  'the block of public access taken away': ({ what }) => what === 'PublicAccessBlockConfiguration removed',
  'objects that belong to whoever writes them': ({ what }) => what.includes('BucketOwnerEnforced as '),
  'a public bucket': ({ type, what }) => type === 'AWS::S3::Bucket' && what === 'AccessControl set',
  'encryption taken away': ({ what }) =>
    /^(?:BucketEncryption|KmsMasterKeyId|KmsKeyId|KMSKeyId|SSESpecification|SqsManagedSseEnabled) removed$/.test(what),
  'encryption by S3 alone': ({ what }) => what.endsWith('aws:kms as AES256'),
  'encryption under the key of AWS': ({ what }) => what.endsWith(' as the key of AWS'),
  'keys of callers': ({ what }) => what.includes('SSE-C as NONE') || what.includes('BlockedEncryptionTypes removed'),
  'a key that does not rotate': ({ type, what }) => type === 'AWS::KMS::Key' && what === 'EnableKeyRotation switched',
  'a key that is soon deleted': ({ type, what }) => type === 'AWS::KMS::Key' && what === 'PendingWindowInDays halved',
  'a lock taken away': ({ what }) => /^ObjectLock(?:Enabled|Configuration) removed$/.test(what),
  'a shorter lock': ({ what }) => what.startsWith('ObjectLockConfiguration.') && what.endsWith('Days halved'),
  'a weaker lock': ({ what }) => what.includes('DefaultRetention.Mode '),
  'versions switched off': ({ what }) => what.startsWith('VersioningConfiguration.Status Enabled as '),
  'logging taken away': ({ what }) => /^LoggingConfiguration removed$/.test(what),
  'a trail that does not log': ({ what }) =>
    /^(?:IsLogging|EnableLogFileValidation|IsMultiRegionTrail) switched$/.test(what),
  'a trail that sees less': ({ what }) => what.startsWith('AdvancedEventSelectors'),
  'a shorter retention': ({ what }) =>
    /^RetentionInDays halved$|ExpirationInDays halved$|NoncurrentDays halved$/.test(what),
  'a longer retention': ({ what }) => /^RetentionInDays doubled$|ExpirationInDays doubled$/.test(what),
  'data that goes with its stack': ({ what }) => /^(?:DeletionPolicy|UpdateReplacePolicy) as Delete$/.test(what),
  'a rarer rotation': ({ type, what }) => type === 'AWS::SecretsManager::RotationSchedule' && what.includes('doubled'),
  'an alarm switched off': ({ type, what }) => type === 'AWS::CloudWatch::Alarm' && what === 'removed',
  'a stack that can be deleted by a slip': ({ type }) => type === 'stack termination protection removed',
};
