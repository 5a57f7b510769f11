import { priceList } from '../../tools/cost/prices';

const prices = Object.entries(priceList.prices);

it.each(prices)('says who takes how much for what, and where AWS says so: %s', (_name, price) => {
  expect(price.dollars).toBeGreaterThan(0);
  expect(price.per).toBeGreaterThanOrEqual(1);
  expect(price.unit).not.toMatch(/s$/);
  expect(new URL(price.source).hostname).toBe('aws.amazon.com');
});

it('names no two prices alike', () => {
  const names = prices.map(([, { what }]) => what);
  expect(new Set(names).size).toBe(names.length);
});

it('says of which Region and of which day its prices are', () => {
  expect(priceList.region).toBe('us-east-1');
  expect(priceList.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
