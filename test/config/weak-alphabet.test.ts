import { mistakesAfter, workload } from '../support/configurations';

// No configuration of today reaches that check: what it guards against is a change of the alphabet itself.
jest.mock('../../lambda/rotate-password/policy', () => ({
  ...jest.requireActual<object>('../../lambda/rotate-password/policy'),
  alphabet: 'Qx7-',
}));

it('is refused for every password that would hardly ever be drawn from it', () => {
  const lengths = [2, 3].map((index) => `${workload}.secrets[${String(index)}].length`);
  expect(mistakesAfter(Object.fromEntries(lengths.map((length) => [length, 128]))).map(({ path }) => path)).toEqual(
    lengths,
  );
});
