import { withQuickExpect } from '../support/quick-expect';

const same = { a: [1, { b: 'c' }] };

/** What is said of a value, and whether it is true. */
const sayings: readonly [string, boolean, () => void][] = [
  ['the same value', true, () => expect(1).toBe(1)],
  ['another value', false, () => expect(1).toBe(2)],
  ['an equal object that is another', false, () => expect({ ...same }).toBe(same)],
  ['an equal object', true, () => expect(structuredClone(same)).toEqual(same)],
  ['an equal object but for what is undefined', true, () => expect({ ...same, d: undefined }).toEqual(same)],
  ['an object with more', false, () => expect({ ...same, d: 1 }).toEqual(same)],
  ['a part that jest knows to match', true, () => expect(['a', 'b']).toEqual(expect.arrayContaining(['b']))],
  ['a part that is not there', false, () => expect(['a']).toEqual(expect.arrayContaining(['b']))],
  ['the length of a list', true, () => expect(['a']).toHaveLength(1)],
  ['the length of a text', true, () => expect('a').toHaveLength(1)],
  ['another length', false, () => expect([]).toHaveLength(1)],
  ['what is not so', true, () => expect([]).not.toHaveLength(1)],
  ['what is so after all', false, () => expect([]).not.toEqual([])],
  ['zero and its negative', false, () => expect(0).toEqual(-0)],
  ['no number', true, () => expect(NaN).toEqual(NaN)],
  ['a number as text', false, () => expect(1).toEqual('1')],
  ['nothing, written in two ways', false, () => expect(undefined).toEqual(null)],
  ['a list with a hole', true, () => expect([undefined]).toEqual(new Array(1))],
  ['a list that ends with nothing', true, () => expect(['a', undefined]).toEqual(['a'])],
  ['a longer list', false, () => expect(['a', 'b']).toEqual(['a'])],
  ['what is not the same', true, () => expect(1).not.toBe(2)],
  ['a part of an object', true, () => expect(same).toMatchObject({ a: [1, {}] })],
  ['another part', false, () => expect(same).toMatchObject({ a: [2, {}] })],
];

const isTrue = (saying: () => void): boolean => {
  try {
    saying();
    return true;
  } catch {
    return false;
  }
};

it.each(sayings)('says of %s what jest says', async (_what, truth, saying) => {
  expect(isTrue(saying)).toBe(truth);
  expect(await withQuickExpect(() => Promise.resolve(isTrue(saying)))).toBe(truth);
});

it('gives jest its own back, also after a failure', async () => {
  const { stackTraceLimit } = Error;
  const jests = expect;
  await expect(withQuickExpect(() => Promise.reject(new Error('the work failed')))).rejects.toThrow('the work failed');
  expect(expect).toBe(jests);
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});
