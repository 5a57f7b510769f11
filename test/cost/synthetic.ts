import type { Resource, Stack } from '../../tools/access/template';
import type { CostTable } from '../../tools/cost/cost-table';
import { costOf } from '../../tools/cost/environment-cost';
import type { PriceName } from '../../tools/cost/prices';
import { assumedUsage, type Usage } from '../../tools/cost/usage';

export type Resources = Readonly<Record<string, Resource>>;

/** A stack with just these resources. */
export function stackWith(Resources: Resources, more: Partial<Stack> = {}): Stack {
  return {
    name: 'strongroom-test',
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: { Resources },
    ...more,
  };
}

/** What these resources cost, with production's usage unless told otherwise. */
export function tableOf(resources: Resources, usage: Partial<Usage> = {}, others: readonly Stack[] = []): CostTable {
  const stacks = [stackWith(resources), ...others];
  return costOf({ name: 'test', stacks }, { ...assumedUsage.production, ...usage });
}

/** The units of one price, in all lines together. */
export function unitsOf({ lines }: CostTable, price: PriceName): number {
  return lines.filter((line) => line.price === price).reduce((sum, { units }) => sum + units, 0);
}

export function alarm(properties: Readonly<Record<string, unknown>> = {}): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Period: 300, ...properties },
  };
}

/** A metric that an alarm reads in a formula. */
export function metricStat(name: string, seconds = 300): Readonly<Record<string, unknown>> {
  return { Id: name.toLowerCase(), MetricStat: { Metric: { MetricName: name }, Period: seconds, Stat: 'Sum' } };
}
