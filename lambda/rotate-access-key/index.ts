import { KMSClient } from '@aws-sdk/client-kms';
import { IamAccessKeys } from '../access-keys/aws/access-keys';
import { iamClients } from '../access-keys/aws/iam-clients';
import { AwsKeyTrial } from '../access-keys/aws/key-trial';
import { clientSettings, watched } from '../rotation/aws/client-settings';
import { KmsKeys } from '../rotation/aws/encryption-keys';
import { RoomFunction } from '../rotation/aws/room-function';
import { rotationHandler } from '../rotation/aws/rotation-handler';
import { readSpecification } from './read-environment';
import { AccessKeyRotation } from './rotate';

const { specification, trial } = readSpecification(process.env);
const { secret, userName, fields } = specification;
const room = new RoomFunction(process.env, Object.values(fields).map(String));
const { region, clock, redactor } = room;
const own = {
  encryptionKeys: new KmsKeys(watched(new KMSClient(clientSettings(region)), clock)),
  keys: new IamAccessKeys(iamClients(region, clock), userName, redactor),
  trial: new AwsKeyTrial({ region, userName, trial }, clock, redactor),
};

export const handler = rotationHandler(
  room,
  secret,
  (ports) => new AccessKeyRotation(specification, { ...ports, ...own }),
);
