import { Names } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { bucketArn, partitionOf, type Place } from '../config/names';
import { accessLogDestinationName } from '../detection/access-log-filters';

export interface AccessLogDeliveryProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** The bucket whose requests are told. */
  readonly bucketName: string;
}

/** Characters of the name of a delivery source. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
const longestSourceName = 60;

/**
 * Has a bucket deliver its server access logs to the environment's log group.
 *
 * Whoever deploys it needs `s3:AllowVendedLogDeliveryForResource` on the bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html
 */
export class AccessLogDelivery extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogDeliveryProps) {
    super(scope, id);
    const { place, bucketName } = props;
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name: Names.uniqueResourceName(this, { maxLength: longestSourceName, separator: '-' }),
      resourceArn: bucketArn(place, bucketName),
      logType: 'S3_SERVER_ACCESS_LOGS',
    });
    const delivery = new logs.CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: `arn:${partitionOf(place)}:logs:${place.region}:${place.account}:delivery-destination:${accessLogDestinationName(place)}`,
    });
    // It names the source in text.
    delivery.addResourceDependency(source);
  }
}
