import { AwsKeyTrial } from '../access-keys/aws/key-trial';
import { writeMetric } from '../rotation/aws/embedded-metric';
import { PlainFunction } from '../rotation/aws/plain-function';
import { toStandardOutput } from '../rotation/log';
import { readCurrent } from '../rotation/versions';
import { probe } from './probe';
import { ProbeRun } from './probe-run';
import { readSpecification } from './read-environment';

const { prefix, keys } = readSpecification(process.env);
const room = new PlainFunction(process.env);
const { region, clock, redactor } = room;

export const handler = room.handler(
  () => ({}),
  (_event, { log }) =>
    new ProbeRun(prefix, keys, {
      valueOf: async (secret) => {
        const store = room.store(secret);
        return (await readCurrent(store, await store.describe()))?.value;
      },
      probe: ({ user, trial }, secret, value) =>
        probe({ secret, user, region, trial }, value, {
          trial: new AwsKeyTrial({ region, userName: user, trial }, clock, redactor),
          clock,
        }),
      failed: (secret, isFailed) => {
        writeMetric({ clock, write: toStandardOutput }, secret, 'AccessProbeFailed', isFailed ? 1 : 0);
      },
      log,
    }).run(),
);
