import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * Policy of the queue of events that a scheduled function could not handle: its rule may send, and nobody without TLS.
 *
 * The function itself sends with the rights of its role.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function failedEventsStatements(
  queueArn: string,
  source: { readonly account: string; readonly ruleArn: string },
): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'KeepFailedEvents',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': source.ruleArn },
        StringEquals: { 'aws:SourceAccount': source.account },
      },
    }),
    new PolicyStatement({
      sid: 'DenyInsecureTransport',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sqs:*'],
      resources: [queueArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ];
}
