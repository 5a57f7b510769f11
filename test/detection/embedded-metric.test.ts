import { embeddedMetricData } from '../../tools/detection/embedded-metric';

/** After the example of the specification. */
const line = {
  _aws: {
    Timestamp: 1574109732004,
    CloudWatchMetrics: [
      {
        Namespace: 'lambda-function-metrics',
        Dimensions: [['functionVersion']],
        Metrics: [{ Name: 'time', Unit: 'Milliseconds' }],
      },
    ],
  },
  functionVersion: '$LATEST',
  time: 100,
  requestId: '989ffbf8-9ace-4817-a57c-e4dd734019ee',
};

describe('a line in the embedded metric format', () => {
  it('is a number under its namespace and dimensions', () => {
    expect(embeddedMetricData(JSON.stringify(line))).toEqual([
      {
        ...{ namespace: 'lambda-function-metrics', metricName: 'time', value: 100 },
        dimensions: { functionVersion: '$LATEST' },
      },
    ]);
  });

  it.each([
    ['without the number', { ...line, time: undefined }],
    ['with a text in its place', { ...line, time: '100' }],
    ['without its dimension', { ...line, functionVersion: undefined }],
    ['that is another line of the log', { message: 'done' }],
  ])('is nothing %s', (_, other) => {
    expect(embeddedMetricData(JSON.stringify(other))).toEqual([]);
  });
});
