import { decode, type Request, type Way } from '../../tools/access/page/browser/model';
import { requestWords, resourceOf } from '../../tools/access/page/browser/request-words';
import { encode } from '../../tools/access/page/encode';
import type { RowOnOneSide } from '../../tools/access/page/page-input';
import type { AccessRow, Condition } from '../../tools/access/rows/access-row';
import { holds } from '../../tools/access/rows/holds';
import { matchesArn } from '../../tools/access/arn-patterns';
import { all, not, when } from './conditions';
import { after, before, difference, found, prod } from './pages';

const { difference: shown } = decode(encode({ environments: [{ ...prod, rows: after }], difference }));
const environment = shown?.environments[0];
if (environment === undefined) throw new Error('nothing differs');
const { gained, lost, changed } = environment;

const nowAllowed = [
  ...gained,
  ...changed.filter(({ reach }) => reach === 'wider').map((one) => ({ way: one.head, request: one.nowAllowed })),
];
const noLongerAllowed = [
  ...lost,
  ...changed
    .filter(({ reach }) => reach === 'narrower')
    .map((one) => ({ way: one.base, request: one.noLongerAllowed })),
];

/** Asked of the rows themselves, and not of what found the request. */
function isAllowed({ principal }: Way, { action, resource, context }: Request, rows: readonly AccessRow[]): boolean {
  const request = { resource, context: Object.fromEntries(context) };
  return rows.some(
    (row) =>
      row.principal.id === principal.id &&
      row.action === action &&
      matchesArn(resource, row.resource) &&
      holds(row.conditions, request),
  );
}

describe('an example', () => {
  it('of what is gained, or wider, is allowed now and was not before', () => {
    expect(nowAllowed).toHaveLength(3);
    for (const { way, request } of nowAllowed) {
      expect(request && isAllowed(way, request, after)).toBe(true);
      expect(request && isAllowed(way, request, before)).toBe(false);
    }
  });

  it('of what is lost, or narrower, was allowed before and is no longer', () => {
    expect(noLongerAllowed).toHaveLength(3);
    for (const { way, request } of noLongerAllowed) {
      expect(request && isAllowed(way, request, before)).toBe(true);
      expect(request && isAllowed(way, request, after)).toBe(false);
    }
  });

  it('is the one that the difference found', () => {
    const known = [...found.gained, ...found.lost].map(({ row, witness }) => [
      row.principal.id,
      row.action,
      witness?.resource,
      witness?.context,
    ]);
    for (const { way, request } of [...nowAllowed, ...noLongerAllowed]) {
      const context = request?.context.map(([key, value]) => [key.toLowerCase(), value] as const) ?? [];
      expect(known).toContainEqual([way.principal.id, request?.action, request?.resource, Object.fromEntries(context)]);
    }
  });

  it('of actions that are told together is a request of its own action', () => {
    const [some] = after;
    if (some === undefined) throw new Error('there is no access');
    const rows: RowOnOneSide[] = [
      { row: { ...some, action: 's3:First' } },
      { row: { ...some, action: 's3:Second' }, witness: { resource: 'second', context: {} } },
      { row: { ...some, action: 's3:Third' }, witness: { resource: 'third', context: { list: ['a', 'b'] } } },
    ];
    const sides = { base: 'main', head: 'now', gained: rows, lost: rows, changed: [] };
    const told = decode(encode({ environments: [prod], difference: sides })).difference?.environments[0];
    const request: Request = { action: 's3:Second', resource: 'second', context: [] };
    for (const side of [told?.gained, told?.lost])
      expect(side).toMatchObject([{ way: { actions: ['s3:First', 's3:Second', 's3:Third'] }, request }]);
    const alone = { ...sides, gained: rows.slice(2), lost: [] };
    const listed = decode(encode({ environments: [prod], difference: alone })).difference?.environments[0];
    expect(listed?.gained[0]?.request?.context).toEqual([['list', ['a', 'b']]]);
  });
});

describe('the words of a request', () => {
  const [some] = gained;
  if (some === undefined) throw new Error('nothing is gained');
  const way = (condition: Condition, more: Partial<Way> = {}): Way => ({
    ...some.way,
    condition,
    maximumSessionSeconds: undefined,
    ...more,
  });
  const request = (...context: Request['context']): Request => ({ action: 's3:GetObject', resource: '*', context });

  it.each<[string, string | readonly string[], string]>([
    ['aws:SecureTransport', 'false', 'without TLS'],
    ['aws:SourceIp', '198.51.100.1', 'from 198.51.100.1'],
    ['sts:ExternalId', '', 'with an empty sts:ExternalId'],
    ['sts:ExternalId', 'agreed', 'with the external id agreed'],
    ['s3:TlsVersion', '1.1', 'where s3:TlsVersion is 1.1'],
    ['aws:TagKeys', ['team', 'cost centre'], 'with team and "cost centre" for aws:TagKeys'],
    ['aws:TagKeys', [], 'with no value for aws:TagKeys'],
  ])('tell what %s is: %j', (key, value, words) => {
    expect(requestWords(request([key, value]), way(all()))).toEqual([words]);
  });

  it('tell what the conditions of either side ask for and it does not send, in any case of letters', () => {
    const asking = way(all(not(when('Null', 's3:x-amz-acl', 'true')), when('Bool', 'aws:SecureTransport', 'true')));
    const words = requestWords(request(['aws:securetransport', 'true']), way(all()), asking);
    expect(words).toEqual(['over TLS', 'where s3:x-amz-acl is not sent']);
    expect(requestWords(request(['aws:securetransport', 'true']), asking)).toEqual(words);
  });

  it('begin with that by which the sides differ', () => {
    const tls = when('Bool', 'aws:SecureTransport', 'true');
    const sent = request(['aws:SecureTransport', 'true'], ['aws:SourceIp', '198.51.100.1']);
    const [one, other] = [way(tls), way(all(tls, when('IpAddress', 'aws:SourceIp', '203.0.113.0/24')))];
    expect(requestWords(sent, one, other)).toEqual(['from 198.51.100.1', 'over TLS']);
    expect(requestWords(sent, one)).toEqual(['over TLS', 'from 198.51.100.1']);
  });

  it('tell what distinguishes ways beside their conditions', () => {
    const hours = way(all(), { maximumSessionSeconds: 7200 });
    expect(requestWords(request(), hours)).toEqual(['for a session of 120 minutes']);
    const needs = way(all(), { alsoNeeds: 'identity policy' });
    expect(requestWords(request(), needs)).toEqual(['as far as the identity policy elsewhere allows it']);
    expect(requestWords(request(), way(all()), needs)).toEqual([
      'even where the identity policy elsewhere does not allow it',
    ]);
  });

  it.each(['*', ':::::', 'arn:none:none:none:none:none'])('name no resource where it may be any: %s', (resource) => {
    expect(resourceOf({ ...request(), resource })).toBeUndefined();
  });

  it('name the resource that it is', () => {
    expect(resourceOf({ ...request(), resource: 'arn:aws:s3:::none' })).toBe('arn:aws:s3:::none');
  });
});
