import type { EventDetection } from './detection';

/** What a person reads of an event of CloudTrail, besides what is special to a detection. */
const common = {
  event: '$.detail.eventName',
  principal: '$.detail.userIdentity.arn',
  type: '$.detail.userIdentity.type',
  owner: '$.detail.userIdentity.accountId',
  through: '$.detail.userIdentity.invokedBy',
  address: '$.detail.sourceIPAddress',
  time: '$.time',
  region: '$.region',
  account: '$.account',
  error: '$.detail.errorCode',
  id: '$.detail.eventID',
};

type Message = Pick<EventDetection, 'paths' | 'lines'>;

/**
 * The message about a call: who did what, from where and when, in its first line.
 *
 * EventBridge puts nothing where an event has no such part, as with the ARN of a principal of another account, so each
 * part has a word before it. It escapes nothing either: no part is a text that a caller can choose freely, such as the
 * user agent, whose quotation marks would break the message.
 *
 * @param resource paths of what tells the resource; of those that an event lacks nothing is seen
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export function callMessage(environment: string, title: string, resource: Readonly<Record<string, string>>): Message {
  const parts = Object.keys(resource).map((name) => `<${name}>`);
  return {
    paths: { ...common, ...resource },
    lines: [
      `[${environment}] ${title}: <event> by <principal> (<type> of account <owner>) from <address> at <time>`,
      ...(parts.length === 0 ? [] : [`Resource: ${parts.join(' ')}`]),
      'Region: <region>, account <account>',
      'Called through the service: <through>',
      'Error, if it was refused: <error>',
      'CloudTrail event: <id>',
    ],
  };
}

/** The last line of every message and of every alarm's description. */
export function runbookLine(runbookUrl: string, id: string): string {
  return `What to do: ${runbookUrl}#${id}`;
}
