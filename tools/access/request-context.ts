/** What AWS itself puts into the context of a request. */

/** Any address of the documentation range that no configuration here allows. */
const anAddress = '203.0.113.10';

function always(action: string, resourceAccount: string, region: string): Record<string, string> {
  return {
    'aws:CurrentTime': '2030-01-01T00:00:00Z',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': resourceAccount,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': anAddress,
    'aws:ViaAWSService': 'false',
    ...(action.startsWith('s3:') ? { 's3:ResourceAccount': resourceAccount, 's3:TlsVersion': '1.3' } : {}),
  };
}

/** A role or user calls. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function contextOfPrincipal(
  principalArn: string,
  request: { readonly action: string; readonly resourceAccount: string; readonly region: string },
): Record<string, string> {
  const account = principalArn.split(':')[4] ?? '';
  return {
    ...always(request.action, request.resourceAccount, request.region),
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': principalArn,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': principalArn.includes(':user/') ? 'User' : 'AssumedRole',
    ...(request.action.startsWith('kms:') ? { 'kms:CallerAccount': account } : {}),
  };
}

/** A service calls for itself; on whose behalf, its source says. */
export function contextOfService(
  service: string,
  request: { readonly action: string; readonly resourceAccount: string; readonly region: string },
): Record<string, string> {
  const { 'aws:SourceIp': _noAddress, ...rest } = always(request.action, request.resourceAccount, request.region);
  return { ...rest, 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service };
}

/** Somebody shows a token of an identity provider, and no signature of AWS. */
export function contextOfToken(
  provider: string,
  request: { readonly action: string; readonly resourceAccount: string; readonly region: string },
): Record<string, string> {
  return { ...always(request.action, request.resourceAccount, request.region), 'aws:FederatedProvider': provider };
}

/** Nobody signed the request. AWS calls the account of such a request `anonymous`. */
export function contextOfAnybody(request: {
  readonly action: string;
  readonly resourceAccount: string;
  readonly region: string;
}): Record<string, string> {
  return {
    ...always(request.action, request.resourceAccount, request.region),
    'aws:PrincipalAccount': 'anonymous',
    'aws:PrincipalType': 'Anonymous',
  };
}

/**
 * S3 or Secrets Manager uses a key for the principal that called it, with that principal's own rights.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function contextOfKeyUse(
  viaService: string,
  encryptionContext: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    'aws:ViaAWSService': 'true',
    'kms:ViaService': viaService,
    ...Object.fromEntries(
      Object.entries(encryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
    ),
  };
}
