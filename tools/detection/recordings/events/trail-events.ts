import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  cloudFormationOfSomebody,
  deploymentRoleOnLaptop,
  denied,
  home,
  recorded,
  recordedOfOthers,
  type RecordedEvent,
  rootUser,
  user,
} from './recorded-event';

/**
 * Parameters as in the records of Stratus Red Team (Apache-2.0), docs/detonation-logs/aws.defense-evasion.cloudtrail-*.json:
 * StopLogging and DeleteTrail have the trail under `name`, PutEventSelectors has it under `trailName`.
 */
function trail(by: Caller, eventName: string, more = {}, name = 'strongroom-prod') {
  const requestParameters = eventName.endsWith('Selectors')
    ? {
        trailName: name,
        eventSelectors: [{ includeManagementEvents: false, readWriteType: 'ReadOnly', dataResources: [] }],
      }
    : { name };
  return call({ by, service: 'cloudtrail', eventName, requestParameters, more });
}

const id = 'trail-changed';
const arn = `arn:aws:cloudtrail:${home}:${account}:trail/strongroom-prod`;

export const trailEvents: readonly RecordedEvent[] = [
  recorded('an administrator stops the trail', trail(administrator, 'StopLogging'), [id]),
  recorded('a user takes the data events out of the trail', trail(user('alice'), 'PutEventSelectors'), [id]),
  recorded('somebody is refused to delete the trail', trail(user('alice'), 'DeleteTrail', denied), [id]),
  recorded('the root user starts the trail', trail(rootUser, 'StartLogging'), [id, 'root-user-used']),
  recorded('an administrator stops the trail by its ARN', trail(administrator, 'StopLogging', {}, arn), [id]),
  recorded('an administrator changes the selectors by the ARN', trail(administrator, 'PutEventSelectors', {}, arn), [
    id,
  ]),
  recordedOfOthers('an administrator stops another trail', trail(administrator, 'StopLogging', {}, 'audit'), [id]),
  recordedOfOthers(
    'an administrator takes the data events out of another trail',
    trail(administrator, 'PutEventSelectors', {}, 'audit'),
    [id],
  ),
  recorded('a deployment makes the trail', trail(cloudFormation(), 'CreateTrail'), [], [id]),
  recorded('a deployment adds a bucket to the trail', trail(cloudFormation(), 'PutEventSelectors'), [], [id]),
  recorded('a deployment deletes the trail', trail(cloudFormation(), 'DeleteTrail'), [id]),
  recorded('a deployment stops the trail', trail(cloudFormation(), 'StopLogging'), [id]),
  recorded('the role of deployments changes the trail from a laptop', trail(deploymentRoleOnLaptop, 'UpdateTrail'), [
    id,
  ]),
  recorded('a stack of somebody changes the trail', trail(cloudFormationOfSomebody, 'UpdateTrail'), [id]),
  recorded('an administrator looks up events', trail(administrator, 'LookupEvents'), [], [id]),
  recorded('an administrator tags the trail', trail(administrator, 'AddTags'), [], [id]),
];
