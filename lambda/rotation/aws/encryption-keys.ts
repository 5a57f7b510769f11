import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { EncryptionKeys } from '../ports';
import { answered, called } from './call';

/** Keys in AWS KMS. */
export class KmsKeys implements EncryptionKeys {
  public constructor(private readonly client: KMSClient) {}

  /** Keys that are disabled, wait for their deletion or for their material are not enabled. */
  public async isEnabled(keyId: string): Promise<boolean> {
    const call = 'kms:DescribeKey';
    const { KeyMetadata: key } = await called(call, this.client.send(new DescribeKeyCommand({ KeyId: keyId })));
    return answered(call, 'KeyMetadata', key).KeyState === 'Enabled';
  }
}
