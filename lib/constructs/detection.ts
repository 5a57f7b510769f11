import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import { Construct } from 'constructs';

export interface DetectionProps {
  /** Makes the detector of this account and Region: there can be only one. */
  readonly guardDuty: boolean;

  /** Makes the account analyzer of this Region. */
  readonly accessAnalyzer: boolean;

  /** Becomes part of the analyzer's name. */
  readonly environmentName: string;
}

/**
 * AWS's own watchers of account and Region, where this environment is the one to switch them on.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/s3-protection.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html
 */
export class Detection extends Construct {
  constructor(scope: Construct, id: string, props: DetectionProps) {
    super(scope, id);
    if (props.guardDuty) {
      new guardduty.CfnDetector(this, 'GuardDuty', {
        enable: true,
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
        features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }],
      });
    }
    if (props.accessAnalyzer) {
      new accessanalyzer.CfnAnalyzer(this, 'AccessAnalyzer', {
        analyzerName: `strongroom-${props.environmentName}`,
        type: 'ACCOUNT',
      });
    }
  }
}
