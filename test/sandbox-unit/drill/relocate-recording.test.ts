import { loadConfiguration } from '../../../lib/config/load-configuration';
import { inEnvironment, namesIn, relocated } from '../../../tools/sandbox/drill/relocate-recording';
import { changed, type Changes, today } from '../../support/configurations';

function environmentWith(changes: Changes = {}) {
  const [environment] = loadConfiguration(changed(changes), { file: 'drill', today }).environments;
  const [workload] = environment?.workloads ?? [];
  if (environment === undefined || workload === undefined) throw new Error('the baseline has no workload');
  return { environment, workload, names: namesIn(environment, workload) };
}

const { names } = environmentWith({
  'environments[0].account': '222233334444',
  'environments[0].region': 'eu-north-1',
  'environments[0].secretOperatorArns': ['arn:aws:iam::222233334444:role/secret-operator'],
  'environments[0].breakGlassRoleArn': 'arn:aws:iam::222233334444:role/glass',
  'environments[0].workloads[0].name': 'archive',
});

describe('a recording in an environment', () => {
  it.each([
    ['a bucket', 'portal-prod-111122223333-eu-central-1', 'archive-prod-222233334444-eu-north-1'],
    [
      'the role of a consumer',
      'arn:aws:iam::111122223333:role/portal-prod-web',
      'arn:aws:iam::222233334444:role/archive-prod-web',
    ],
    ['a secret', 'secret:portal/prod/database-a1b2c3', 'secret:archive/prod/database-a1b2c3'],
    ['the break-glass role', 'arn:aws:iam::111122223333:role/break-glass', 'arn:aws:iam::222233334444:role/glass'],
    ['another environment', 'portal/dev/database', 'archive/elsewhere/database'],
    ['a word that only begins so', 'product of portals', 'product of portals'],
  ])('names %s as it is called there', (_, recorded, there) => {
    expect(relocated({ text: recorded }, names)).toEqual({ recording: { text: there }, isReal: true });
  });

  it('is told apart when it is about somebody who is not there', () => {
    const { environment, workload } = environmentWith();
    const withoutPartner = workload.consumers.filter(({ name }) => name !== 'partner');
    const workloads = [{ ...workload, consumers: withoutPartner }];
    const about = (who: string) => ({ name: who });
    const recordings = [about('portal-prod-web'), about('portal-prod-partner')];
    const { real, spare } = inEnvironment({ ...environment, workloads }, recordings);
    expect(real).toEqual([about('portal-prod-web')]);
    expect(spare).toEqual([about('portal-prod-partner')]);
  });

  it('stands in the first workload that has everybody, and is kept for the others', () => {
    const { environment, workload } = environmentWith();
    const second = { ...workload, name: 'archive' };
    const { real, spare } = inEnvironment({ ...environment, workloads: [workload, second] }, ['portal-prod-web']);
    expect([real, spare]).toEqual([['portal-prod-web'], ['archive-prod-web']]);
  });
});
