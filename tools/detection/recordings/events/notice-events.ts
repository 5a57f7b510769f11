import { envelope, home, recorded, type RecordedEvent } from './recorded-event';

/** As lambda/reconcile-secrets/aws/notices.ts puts it onto the bus. */
function notice(secret: string, source = 'strongroom') {
  return envelope('Strongroom notice', source, home, {
    kind: 'current-key-unusable',
    secret,
    found: 'The current access key is inactive.',
    advice: 'Find out who deactivated it, and start a rotation.',
    keyId: 'AKIAIOSFODNN7EXAMPLE',
    user: 'portal-prod-scanner',
  });
}

/** Of what the functions of an environment tell themselves. */
export const noticeId = 'notice';

export const noticeEvents: readonly RecordedEvent[] = [
  recorded('the reconciler finds the current key inactive', notice('portal/prod/scanner-key'), [noticeId]),
  recorded('the reconciler of another environment does', notice('portal/dev/scanner-key'), [], [noticeId]),
  recorded(
    'somebody else puts such an event onto the bus',
    notice('portal/prod/scanner-key', 'example'),
    [],
    [noticeId],
  ),
];
