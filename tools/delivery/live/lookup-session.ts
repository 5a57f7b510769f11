import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import type { Signer } from '../../aws-api/signature';
import type { Place } from '../assembly/places';
import { DeliveryError } from '../delivery-error';

/** The one who runs this step may not read the deployed stacks. */
class NoAccess extends DeliveryError {
  override readonly name = 'NoAccess';
}

/** Longer than a check for drift of a large environment takes; the bootstrap's roles allow one hour. */
const sessionSeconds = 3600;

/**
 * Takes the role with which the CDK itself looks things up: it reads everything but what is encrypted.
 *
 * Whose credentials take it, the SDK finds: those of a job's OIDC role, or a person's profile.
 *
 * @param endpoint of an emulator. @default - AWS
 * @throws NoAccess
 */
export async function lookupSession(
  { lookupRoleArn, region }: Place,
  environment: string,
  endpoint: string | undefined,
): Promise<Signer> {
  const client = new STSClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  try {
    const { Credentials: taken } = await client.send(
      new AssumeRoleCommand({
        RoleArn: lookupRoleArn,
        RoleSessionName: `strongroom-delivery-${environment}`,
        DurationSeconds: sessionSeconds,
      }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = taken ?? {};
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
      throw new NoAccess(`AWS answered without credentials when ${lookupRoleArn} was taken: try again`);
    }
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (cause) {
    if (cause instanceof NoAccess) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoAccess(
      `${lookupRoleArn} cannot be taken (${reason}): bootstrap the account, let the role of this job take it, or choose a profile`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}
