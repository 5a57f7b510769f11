import { type Aws, awsAs } from '../aws';
import { administrator } from '../child-environment';
import type { Emulator } from '../emulator';

/** Clients of the administrator of any account: the emulator takes an account id as an access key. */
export function accountOwner(account: string, emulator: Emulator): Aws {
  return awsAs({ ...administrator, accessKeyId: account }, emulator.connection);
}
