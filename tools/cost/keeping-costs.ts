import type { Entry } from '../access/template';
import type { Charge, NotPriced } from './cost-table';
import { at, type Facts, holdsRecords, objectsAt, textAt } from './facts';

const daysPerYear = 365;

/** Rotations of a key that add to its price. */
const chargedRotations = 2;

/** Metrics that S3 makes of the requests to a bucket, for each filter. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
const requestMetrics = 16;

/** A key, its first two earlier versions if it rotates, and its use. */
export function keyCosts(key: Entry, { usage }: Facts): Charge[] {
  const days = Number(at(key, 'RotationPeriodInDays') ?? daysPerYear);
  const rotations = at(key, 'EnableKeyRotation') === true ? Math.floor((usage.yearsInUse * daysPerYear) / days) : 0;
  return [
    { purpose: 'keeping', price: 'key', units: 1, by: 'template' },
    { purpose: 'keeping', price: 'keyVersion', units: Math.min(chargedRotations, rotations), by: 'template' },
    { purpose: 'keeping', price: 'keyRequests', units: usage.keyRequests, by: 'use' },
  ];
}

export function secretCosts(secret: Entry, { usage }: Facts): (Charge | NotPriced)[] {
  const replicas = objectsAt(secret, 'ReplicaRegions').length;
  return [
    { purpose: 'keeping', price: 'secret', units: 1 + replicas, by: 'template' },
    { purpose: 'keeping', price: 'secretCalls', units: usage.secretCalls, by: 'use' },
  ];
}

export function parameterCosts(parameter: Entry): NotPriced[] {
  const tier = textAt(parameter, 'Tier') ?? 'Standard';
  if (tier === 'Standard') return [];
  return [{ what: `parameter ${parameter.logicalId}`, why: `it is of tier ${tier}, and only Standard is free` }];
}

/** What a bucket holds and what is asked of it. */
export function bucketCosts(bucket: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { usage } = facts;
  const keeping = { purpose: 'keeping', by: 'use' } as const;
  const filters = objectsAt(bucket, 'MetricsConfigurations').length;
  const watched: Charge[] =
    filters === 0
      ? []
      : [
          {
            purpose: 'watching',
            price: 'customMetric',
            units: filters * requestMetrics,
            by: 'template',
            detection: 'rings',
          },
        ];
  if (holdsRecords(bucket, facts)) {
    return [
      { ...keeping, price: 'storage', units: usage.recordGigabytes },
      { ...keeping, price: 'objectWrites', units: usage.recordFiles },
      ...watched,
    ];
  }
  return [
    { ...keeping, price: 'storage', units: usage.vaultGigabytes },
    { ...keeping, price: 'objectWrites', units: usage.objectWrites },
    { ...keeping, price: 'objectReads', units: usage.objectReads },
    ...watched,
    {
      what: 'what leaves a vault for the internet or another Region, and moves between storage classes',
      why: 'it depends on the application alone',
    },
  ];
}
