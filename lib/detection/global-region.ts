import { partitionOf, type Place } from '../config/names';

/**
 * The Region of each partition in which IAM works: there, and only there, CloudTrail records its calls, those of the
 * global endpoint of STS, and sign-ins that belong to no Region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const globalRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Nobody has said yet in which Region a partition keeps its IAM. */
class UnknownGlobalRegionError extends Error {
  override readonly name = 'UnknownGlobalRegionError';
}

/** The Region in which events of IAM, of the global STS and of sign-ins of a place's account arrive. */
export function globalRegionOf(place: Pick<Place, 'region'>): string {
  const partition = partitionOf(place);
  const region = globalRegions[partition];
  if (region === undefined) {
    throw new UnknownGlobalRegionError(
      `the Region of IAM in partition ${partition} is not known; add it in lib/detection/global-region.ts`,
    );
  }
  return region;
}

/** Whether an environment is at home elsewhere than where global events arrive. */
export function needsGlobalEvents(place: Pick<Place, 'region'>): boolean {
  return place.region !== globalRegionOf(place);
}
