import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

import { noticeSource } from '../access/rotation-statements';
import { alertTopicArn, type Place, queueArn } from '../config/names';
import { lostAlertsQueueName } from '../detection/topics';

export interface NoticeRuleProps {
  /** Environment, account and Region. */
  readonly place: Place;
}

/** Parts of a notice, under the names that the text below gives them. */
const parts = {
  kind: 'kind',
  name: 'secret',
  found: 'found',
  advice: 'advice',
  keyId: 'keyId',
  user: 'user',
  service: 'service',
  region: 'region',
  lastUsedAt: 'lastUsedAt',
};

/** What a person reads in the e-mail. A part that the notice does not have is left empty. */
const lines = [
  'Strongroom: <kind>',
  'Secret: <name>',
  'Found: <found>',
  'What to do: <advice>',
  'Access key: <keyId>',
  'User: <user>',
  'Last used: <lastUsedAt>, service <service>, Region <region>',
];

/** Brings what the functions find to people: their events on the account's bus become messages of the alert topic. */
export class NoticeRule extends Construct {
  constructor(scope: Construct, id: string, props: NoticeRuleProps) {
    super(scope, id);
    const { place } = props;
    // The L1: the L2 would add a statement of its own to the topic's policy.
    new events.CfnRule(this, 'Rule', {
      description: `Notices about secrets of ${place.name} go to the alert topic`,
      eventPattern: {
        source: [noticeSource],
        'detail-type': ['Strongroom notice'],
        account: [place.account],
        // Environments of one account share its bus; the second part of a secret's name is its environment.
        detail: { secret: [{ wildcard: `*/${place.name}/*` }] },
      },
      targets: [
        {
          id: 'AlertTopic',
          arn: alertTopicArn(place),
          deadLetterConfig: { arn: queueArn(place, lostAlertsQueueName(place)) },
          inputTransformer: {
            inputPathsMap: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, `$.detail.${part}`])),
            inputTemplate: lines.map((line) => JSON.stringify(line)).join('\n'),
          },
        },
      ],
    });
  }
}
