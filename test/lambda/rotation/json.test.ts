import { membersOf, parseObject } from '../../../lambda/rotation/json';

test('members are those of an object', () => {
  expect(membersOf({ name: 'a', nested: { b: 1 } })).toEqual({ name: 'a', nested: { b: 1 } });
});

test.each([undefined, null, 7, true, ''])('%j has no members', (value) => {
  expect(membersOf(value)).toEqual({});
});

test('a text in JSON is read when it is an object', () => {
  expect(parseObject('{"name":"a","nested":{"b":1}}')).toEqual({ name: 'a', nested: { b: 1 } });
  expect(parseObject('{}')).toEqual({});
});

test.each(['', 'text', '{', 'null', '7', '"text"', '[]', '[{}]'])('%j is no JSON object', (text) => {
  expect(parseObject(text)).toBeUndefined();
});
