import { metricData } from '../../tools/detection/metric-data';

const filter = {
  metricName: 'Bytes',
  pattern: '{ $.name = "GetObject" }',
  value: '$.data.bytes',
  dimensions: { Bucket: '$.bucket' },
};

describe('a metric filter', () => {
  test('publishes the number of the event under its dimensions', () => {
    expect(metricData([filter], { name: 'GetObject', bucket: 'files', data: { bytes: 12 } })).toEqual([
      { metricName: 'Bytes', value: 12, dimensions: { Bucket: 'files' } },
    ]);
  });

  test('publishes a fixed number', () => {
    const { dimensions: _, ...count } = { ...filter, value: '1' };
    expect(metricData([count], { name: 'GetObject' })).toEqual([{ metricName: 'Bytes', value: 1, dimensions: {} }]);
  });

  test.each([
    ['without the number', { name: 'GetObject', bucket: 'files', data: {} }],
    ['with a text in its place', { name: 'GetObject', bucket: 'files', data: { bytes: '12' } }],
    ['without what the dimension needs', { name: 'GetObject', data: { bytes: 12 } }],
    ['that does not match', { name: 'PutObject', bucket: 'files', data: { bytes: 12 } }],
  ])('publishes nothing of an event %s', (_, event) => {
    expect(metricData([filter], event)).toEqual([]);
  });
});
