import type { RequestContext } from '../encryption-context';
import type { PolicyDocument } from '../template';

/** Subject and audience, which every identity token has. @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
const claim = /^([\w.-]+):(aud|sub)$/i;

/** A provider whose claims stand in AWS's list of condition keys, as those of most do not. */
const listed = 'accounts.google.com';

/** Hosts of the providers whose claims a request sends. */
function hostsIn(context: RequestContext): ReadonlySet<string> {
  return new Set(Object.keys(context).flatMap((key) => claim.exec(key)?.[1]?.toLowerCase() ?? []));
}

function renamed<Value>(keys: Readonly<Record<string, Value>>, hosts: ReadonlySet<string>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]) => {
      const [, host = '', name = ''] = claim.exec(key) ?? [];
      return [hosts.has(host.toLowerCase()) ? `${listed}:${name}` : key, value];
    }),
  );
}

/**
 * A request and the policy that judges it with the claims of a token under keys that the simulator knows: it leaves out
 * what AWS's list of keys does not have, and the list has subject and audience of a few providers only.
 */
export function withKnownClaims(
  action: string,
  { context, policy }: { readonly context: RequestContext; readonly policy?: PolicyDocument | undefined },
): { readonly context: RequestContext; readonly policy?: PolicyDocument | undefined } {
  const hosts = hostsIn(context);
  if (action !== 'sts:AssumeRoleWithWebIdentity' || hosts.size === 0) return { context, policy };
  const Statement = policy?.Statement.map(({ Condition, ...statement }) =>
    Condition === undefined
      ? statement
      : {
          ...statement,
          Condition: Object.fromEntries(
            Object.entries(Condition).map(([operator, keys]) => [operator, renamed(keys, hosts)]),
          ),
        },
  );
  return {
    context: renamed(context, hosts),
    ...(policy === undefined || Statement === undefined ? {} : { policy: { ...policy, Statement } }),
  };
}
