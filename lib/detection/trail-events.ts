import type { Environment } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import type { EventDetection } from './detection';
import { exceptDeployment } from './deployment-exclusion';

/**
 * CIS AWS Foundations 5.5 with the selectors, which silence a trail without touching it.
 *
 * Any trail of the account: what is recorded beside ours is evidence too.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
 */
export function trailEvents(environment: Environment): EventDetection[] {
  return callDetection(environment, {
    title: 'Trail changed',
    patterns: [
      callPattern(
        environment,
        'cloudtrail',
        exceptDeployment(environment, {
          expected: ['CreateTrail', 'UpdateTrail', 'StartLogging', 'PutEventSelectors', 'PutInsightSelectors'],
          always: ['StopLogging', 'DeleteTrail'],
        }),
      ),
    ],
    resource: { trail: '$.detail.requestParameters.name', selected: '$.detail.requestParameters.trailName' },
  });
}
