import { probedAccess, tryAccess } from '../../tools/probe/try-access';
import { environments, named } from '../support/templates';

const prod = named(environments, 'prod');

it('knows from the configuration alone what a key is for', () => {
  expect(probedAccess(prod, { secret: 'scanner-key' })).toMatchObject({
    secret: 'portal/prod/scanner-key',
    user: 'portal-prod-scanner',
    region: 'eu-central-1',
    trial: { call: 'list-objects', prefix: 'scans/' },
  });
});

it('offers what there is when no access key has the name', () => {
  expect(() => probedAccess(prod, { secret: 'database' })).toThrow(
    "there is no access key 'database' in prod; choose one of --workload portal --secret scanner-key",
  );
});

it('does not choose between two workloads that have a secret of one name', () => {
  const [portal] = prod.workloads;
  if (portal === undefined) throw new Error('prod has no workload');
  const twice = { ...prod, workloads: [portal, { ...portal, name: 'archive' }] };
  expect(() => probedAccess(twice, { secret: 'scanner-key' })).toThrow('single access key');
  expect(probedAccess(twice, { secret: 'scanner-key', workload: 'archive' }).secret).toBe('archive/prod/scanner-key');
});

it('tells a missing value without a call', async () => {
  expect(await tryAccess(probedAccess(prod, { secret: 'scanner-key' }), undefined)).toMatchObject({
    status: 'not_configured',
    hasKeyId: false,
  });
});
