import type { Stack } from '../../tools/access/template';
import { environments, synth } from '../support/templates';

/**
 * Logical ids of what holds data. CloudFormation makes a new, empty resource under a new id and gives up the old one: a
 * change here is a migration, never a rename.
 */
const holdsData = [
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];

/** The same in every environment. */
const pinned: Readonly<Record<string, readonly string[]>> = {
  foundation: [
    'AuditKey55555D67',
    'JournalTableE0A5D4A5',
    'AccessLogsBucket8883DEB7',
    'AuditBucketFilesBucketD154167E',
    'AuditLogGroup4CD660E1',
  ],
  'global-events': [],
  portal: [
    'DataKey2A0DE9E6',
    'FilesVaultBucket1975ED47',
    'SecretsdatabaseSecret41ECA0CD',
    'SecretspaymentproviderSecret326E1838',
    'SecretssessionkeysSecret76A84255',
    'SecretsscannerkeySecretE96B66E0',
    'SecretCareRotationssessionkeysRotatorLogGroup3DF460E7',
    'SecretCareRotationsscannerkeyRotatorLogGroupDBE68A8A',
    'SecretCareReconcilerLogGroup1CB86112',
    'SecretCareAccessProbeLogGroup7B10C8B2',
  ],
};

function idsOf({ template }: Stack): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => holdsData.includes(Type))
    .map(([logicalId]) => logicalId);
}

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s',
  (name, environment) => {
    test('keeps the logical ids of what holds data', () => {
      const ids = synth(environment).map(
        (stack) => [stack.name.replace(`strongroom-${name}-`, ''), idsOf(stack)] as const,
      );
      expect(Object.fromEntries(ids)).toEqual(pinned);
    });
  },
);
