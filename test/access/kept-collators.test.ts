const plain = Object.getOwnPropertyDescriptor(String.prototype, 'localeCompare');

afterEach(() => {
  jest.resetModules();
  if (plain) Object.defineProperty(String.prototype, 'localeCompare', plain);
});

const characters = [...Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)), 'ß', 'SS', '', 'İ', '😀'];
const ways: readonly Parameters<string['localeCompare']>[] = [
  ['', undefined, { sensitivity: 'accent' }],
  ['', undefined, { sensitivity: 'base' }],
  ['', undefined, { numeric: true }],
  ['', undefined, undefined],
  ['', 'sv', undefined],
  ['', 'sv', { sensitivity: 'base' }],
  ['', new Intl.Locale('de-u-co-phonebk'), { sensitivity: 'accent' }],
];

function compared([, locales, options]: (typeof ways)[number], among: readonly string[]): string {
  return among.map((one) => among.map((other) => one.localeCompare(other, locales, options)).join()).join('\n');
}

it.each(ways.map((way) => [JSON.stringify(way), way] as const))('compares as without it: %s', (_words, way) => {
  const among = characters.filter((_character, index) => index % 7 === 0 || index < 0x80);
  const before = compared(way, among);
  jest.requireActual('../../tools/access/simulator/kept-collators');
  expect(Object.getOwnPropertyDescriptor(String.prototype, 'localeCompare')?.value).not.toBe(plain?.value);
  expect(compared(way, among) === before).toBe(true);
});

it('keeps those of different options apart', () => {
  jest.requireActual('../../tools/access/simulator/kept-collators');
  const sensitivities = ['base', 'accent', 'case', 'variant'] as const;
  const alike = (other: string) =>
    sensitivities.filter((sensitivity) => 'a'.localeCompare(other, undefined, { sensitivity }) === 0);
  expect(['A', 'á', 'Á', 'b'].map(alike)).toEqual([['base', 'accent'], ['base', 'case'], ['base'], []]);
});
