import { IAMClient } from '@aws-sdk/client-iam';
import { clientSettings, onceOnlySettings, watched } from '../../rotation/aws/client-settings';
import type { ServerClock } from '../../rotation/aws/server-clock';
import type { IamClients } from './access-keys';

/** Clients of IAM, which has one endpoint in a partition. @param region says which partition */
export function iamClients(region: string, clock: ServerClock): IamClients {
  return {
    ordinary: watched(new IAMClient(clientSettings(region)), clock),
    onceOnly: watched(new IAMClient(onceOnlySettings(region)), clock),
  };
}
