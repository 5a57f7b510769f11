import type { Environment } from '../../lib/config/parameters';
import { everyKind } from '../support/every-kind';
import { environments, named, synth } from '../support/templates';

/** What the outputs of a deployment say about secrets that are not ready for use. */
function outputsOf(environment: Environment, workload: string): Record<string, unknown> {
  const stack = synth(environment).find(({ name }) => name === `strongroom-${environment.name}-${workload}`);
  return Object.fromEntries(Object.entries(stack?.template.Outputs ?? {}).map(([name, { Value }]) => [name, Value]));
}

it('names each secret that a person must fill, and what of it', () => {
  expect(outputsOf(named(everyKind, 'full'), 'archive').UnfilledSecrets).toBe(
    'archive/full/given-key (the whole value); archive/full/database (host, port)',
  );
});

it('names each secret that has no value before its first rotation', () => {
  expect(outputsOf(named(environments, 'prod'), 'portal').SecretsAwaitingRotation).toBe(
    'portal/prod/session-keys; portal/prod/scanner-key',
  );
});

it('says so when no person has to fill anything', () => {
  expect(outputsOf(named(everyKind, 'guest'), 'notes')).toMatchObject({
    UnfilledSecrets: 'none',
    SecretsAwaitingRotation: 'notes/guest/only-password',
  });
});

it('says nothing of secrets where there are none', () => {
  expect(outputsOf(named(everyKind, 'full'), 'settings-only')).not.toHaveProperty('UnfilledSecrets');
});
