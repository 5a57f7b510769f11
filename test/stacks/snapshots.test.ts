import { withoutDigests } from '../support/snapshot';
import { environments, synth } from '../support/templates';

/** Shows what else moved. It proves nothing: a snapshot freezes a wrong policy as happily as a right one. */
describe.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s',
  (_name, environment) => {
    test.each(synth(environment).map((stack) => [stack.name, stack] as const))('%s', (_stackName, { template }) => {
      expect(withoutDigests(template)).toMatchSnapshot();
    });
  },
);
