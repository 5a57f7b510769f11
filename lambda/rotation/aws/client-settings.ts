import type { __Client as Client, DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { ServerClock } from './server-clock';

/**
 * What every client of the SDK is built with. A request that takes too long fails; by default the SDK only warns.
 *
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/
 */
export function clientSettings(region: string) {
  return {
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  };
}

/**
 * For calls that must reach AWS at most once. Without kept connections, because one that AWS closed while the function
 * was frozen fails at its next use, and then nobody knows whether the call was made.
 */
export function onceOnlySettings(region: string) {
  const { requestHandler, ...settings } = clientSettings(region);
  // With a limit of sockets Node would still ask AWS to keep the connection.
  const agent = { keepAlive: false, maxSockets: Infinity };
  return { ...settings, maxAttempts: 1, requestHandler: { ...requestHandler, httpAgent: agent, httpsAgent: agent } };
}

/** The SDK's own types of these are no dependency of ours. */
type MetadataBearer = Pick<DescribeSecretCommandOutput, '$metadata'>;
type MiddlewareStack<Input extends object, Output extends MetadataBearer> = Client<
  unknown,
  Input,
  Output,
  never
>['middlewareStack'];

function dateHeader(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  return (response.headers as Readonly<Record<string, string | undefined>>).date;
}

/** Has a client tell the clock the time of every answer, refusals included. */
export function watched<
  Input extends object,
  Output extends MetadataBearer,
  Watched extends { readonly middlewareStack: MiddlewareStack<Input, Output> },
>(client: Watched, clock: ServerClock): Watched {
  client.middlewareStack.add(
    (next) => async (request) => {
      // Nearest to the wire, before a refusal becomes an exception.
      const answer = await next(request);
      clock.observe(dateHeader(answer.response));
      return answer;
    },
    { step: 'deserialize', priority: 'low', name: 'observeServerTime' },
  );
  return client;
}
