import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IamAccessKeys } from '../access-keys/aws/access-keys';
import { iamClients } from '../access-keys/aws/iam-clients';
import { AwsKeyTrial } from '../access-keys/aws/key-trial';
import { clientSettings, watched } from '../rotation/aws/client-settings';
import { RoomFunction } from '../rotation/aws/room-function';
import { SecretVersions } from './aws/filled-value';
import { EmbeddedMetrics } from './aws/metrics';
import { EventBusNotices } from './aws/notices';
import { readSpecification } from './read-environment';
import { Reconciler, timeOf } from './reconcile';

const { prefix, secrets } = readSpecification(process.env);
const room = new RoomFunction(process.env);
const { region, clock, redactor } = room;
const iam = iamClients(region, clock);
const metrics = new EmbeddedMetrics(clock);
const notices = new EventBusNotices(watched(new EventBridgeClient(clientSettings(region)), clock), redactor);

export const handler = room.handler(
  () => ({}),
  (event, { log, journal }) => {
    const value = (secret: string) => ({
      ...{ store: room.store(secret), journal: journal(secret) },
      ...{ clock, log, notices, metrics },
    });
    const ports = {
      value,
      accessKey: (secret: string, userName: string) => ({
        ...value(secret),
        keys: new IamAccessKeys(iam, userName, redactor),
        // Who a key belongs to is all that is asked here; the second call would be one about the own secret.
        trial: new AwsKeyTrial(
          { region, userName, trial: { call: 'describe-secret', secretName: secret, mayBeDenied: true } },
          clock,
          redactor,
        ),
      }),
      aging: (secret: string) => new SecretVersions(room.secretsClient(), secret),
      ...{ metrics, log },
    };
    return new Reconciler(prefix, secrets, ports).run(timeOf(event));
  },
);
