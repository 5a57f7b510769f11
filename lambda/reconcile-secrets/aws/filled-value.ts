import { ListSecretVersionIdsCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { answered, called } from '../../rotation/aws/call';
import { CURRENT } from '../../rotation/ports';
import type { FilledValue } from '../ports';

/** Age of a value without the right to read it. */
export class SecretVersions implements FilledValue {
  public constructor(
    private readonly client: SecretsManagerClient,
    private readonly secretName: string,
  ) {}

  public async filledAt(): Promise<Date | undefined> {
    const call = 'secretsmanager:ListSecretVersionIds';
    let token: string | undefined;
    do {
      const command = new ListSecretVersionIdsCommand({ SecretId: this.secretName, NextToken: token });
      const page = await called(call, this.client.send(command));
      const current = page.Versions?.find(({ VersionStages: stages }) => stages?.includes(CURRENT) ?? false);
      if (current !== undefined) return answered(call, 'CreatedDate', current.CreatedDate);
      token = page.NextToken;
    } while (token !== undefined && token !== '');
    return undefined;
  }
}
