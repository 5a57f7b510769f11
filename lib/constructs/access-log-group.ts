import type { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { partitionOf, type Place } from '../config/names';
import type { CreatedTrail } from '../config/parameters';
import { accessLogDestinationName, accessLogFilters, accessLogGroupName } from '../detection/access-log-filters';
import { metricNamespace } from '../detection/trail-filters';
import { MetricFilters } from './metric-filters';

export interface AccessLogGroupProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** The audit key; its policy must let CloudWatch Logs use it for this log group. */
  readonly key: kms.IKey;

  /** How long the records are kept, in days. */
  readonly retentionDays: CreatedTrail['logRetentionDays'];

  /** Whether the records outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Where all buckets of an environment deliver their server access logs within seconds, besides the files that they
 * deliver within hours: one log group, so that one filter counts wrong keys for all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-enabling.html
 */
export class AccessLogGroup extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogGroupProps) {
    super(scope, id);
    const { place } = props;
    const logGroup = new logs.LogGroup(this, 'LogGroup', {
      logGroupName: accessLogGroupName(place),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the schema allows just the enumeration's values
      retention: props.retentionDays,
      encryptionKey: props.key,
      removalPolicy: props.removalPolicy,
    });
    const here = `arn:${partitionOf(place)}:logs:${place.region}:${place.account}`;
    const policy = new logs.CfnResourcePolicy(this, 'Policy', {
      policyName: accessLogDestinationName(place),
      policyDocument: JSON.stringify(
        new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'DeliverAccessLogs',
              principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [`${here}:log-group:${accessLogGroupName(place)}:log-stream:*`],
              conditions: {
                StringEquals: { 'aws:SourceAccount': place.account },
                ArnLike: { 'aws:SourceArn': `${here}:*` },
              },
            }),
          ],
        }).toJSON(),
      ),
    });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name: accessLogDestinationName(place),
      destinationResourceArn: `${here}:log-group:${accessLogGroupName(place)}`,
    });
    destination.node.addDependency(logGroup, policy);
    const filters = new MetricFilters(this, 'Filters', {
      logGroupName: accessLogGroupName(place),
      namespace: metricNamespace(place),
      filters: accessLogFilters(place),
    });
    filters.node.addDependency(logGroup);
  }
}
