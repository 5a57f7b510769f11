import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { called } from '../../rotation/aws/call';
import { CallFailed } from '../../rotation/errors';
import type { Redactor } from '../../rotation/redact';
import type { Notice, Notices } from '../ports';

/** By these two the rule of the environment finds the notices. */
const noticeSource = 'strongroom';
const noticeType = 'Strongroom notice';

/**
 * The rule puts the texts between quotation marks, and EventBridge escapes nothing: a quotation mark would end the line
 * that people read.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function readable(text: string): string {
  return text.replaceAll('"', "'").replace(/[\\\s]+/gu, ' ');
}

/** Puts notices onto the account's default event bus. */
export class EventBusNotices implements Notices {
  public constructor(
    private readonly client: EventBridgeClient,
    private readonly redactor: Redactor,
  ) {}

  public async send(notice: Notice): Promise<void> {
    const call = 'events:PutEvents';
    const texts: readonly (readonly [string, string])[] = Object.entries(notice);
    const detail = Object.fromEntries(texts.map(([name, text]) => [name, readable(this.redactor.redact(text))]));
    const entry = { Source: noticeSource, DetailType: noticeType, Detail: JSON.stringify(detail) };
    const answer = await called(call, this.client.send(new PutEventsCommand({ Entries: [entry] })));
    // A refused entry comes with an answer of success.
    if (answer.FailedEntryCount !== 0) {
      throw new CallFailed(call, 'unknown-outcome', answer.Entries?.[0]?.ErrorCode ?? 'EntryFailed');
    }
  }
}
