import { trailArn, trailName } from '../config/names';
import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import type { EventDetection, EventPattern } from './detection';
import { exceptDeployment } from './deployment-exclusion';

/**
 * CIS AWS Foundations 5.5 with the selectors, which silence a trail without touching it.
 *
 * Any trail of the account: what is recorded beside ours is evidence too. Where another environment watches over those,
 * the trail that this one makes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
 */
export function trailEvents(environment: Environment): EventDetection[] {
  const changes = exceptDeployment(environment, {
    expected: ['CreateTrail', 'UpdateTrail', 'StartLogging', 'PutEventSelectors', 'PutInsightSelectors'],
    always: ['StopLogging', 'DeleteTrail'],
  });
  return callDetection(environment, {
    title: 'Trail changed',
    patterns: watched(environment).map((trails) => callPattern(environment, 'cloudtrail', { ...trails, ...changes })),
    resource: { trail: '$.detail.requestParameters.name', selected: '$.detail.requestParameters.trailName' },
  });
}

/** What a pattern asks of the trail; nothing where there is no trail to watch over. */
function watched(environment: Environment): EventPattern[] {
  if (watchesAccount(environment)) return [{}];
  if (environment.audit.trail.mode !== 'create') return [];
  // A caller may name a trail by either.
  const ours = [trailName(environment), trailArn(environment)];
  return [{ requestParameters: { $or: [{ name: ours }, { trailName: ours }] } }];
}
