import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Environment } from '../config/parameters';
import { EventForwarding } from '../constructs/event-forwarding';
import type { EventDetection } from '../detection/detection';
import { globalRegionOf } from '../detection/global-region';

export interface GlobalEventsStackProps extends StackProps {
  /** The environment whose home is another Region. */
  readonly environment: Environment;

  /** All its detections; those that are recorded at home stay there. */
  readonly detections: readonly EventDetection[];
}

/**
 * What an environment needs in the Region in which events of IAM, of the global STS and of sign-ins arrive. An
 * environment that is at home there has no such stack.
 */
export class GlobalEventsStack extends Stack {
  constructor(scope: Construct, id: string, props: GlobalEventsStackProps) {
    super(scope, id, props);
    const { environment, detections } = props;
    new EventForwarding(this, 'Forwarding', {
      home: environment,
      region: globalRegionOf(environment),
      detections: detections.filter(({ recordedIn }) => recordedIn === 'global'),
    });
  }
}
