import { readFileSync } from 'node:fs';
import path from 'node:path';

import { anchorOf } from '../../lib/detection/call-detection';
import { type InputTransformer, transformInput } from '../../tools/detection/input-transformer';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { alarmsOf, rulesOf } from './reach.rules';

/** The last line of every message and of every alarm leads to its heading in the runbook. */

const runbook = readFileSync(path.join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** Headings of detections: those of the chapters on single events and on rates. */
export const headings: readonly string[] = (runbook.match(/^### .+$/gm) ?? []).map((line) =>
  anchorOf(line.replace('### ', '')),
);

/** The heading that an alarm or a message leads to. */
function headingIn(text: string, { environment }: Room): string {
  const last = text.split('\n').at(-1) ?? '';
  const [, address, heading] = /^"?What to do: (.+)#([a-z-]+)"?$/.exec(last) ?? [];
  expect([text, address]).toEqual([text, environment.runbookUrl]);
  return heading ?? '';
}

/** Headings that the alarms and the rules of an environment lead to. */
export function headingsUsed(room: Room): string[] {
  const alarms = alarmsOf(room).map(({ properties }) => headingIn(String(properties.AlarmDescription), room));
  const messages = rulesOf(room).flatMap(({ targets, properties }) =>
    targets.flatMap((target) => {
      const transformer = (target as { readonly InputTransformer?: InputTransformer }).InputTransformer;
      // Notices say themselves what to do.
      const isNotice = JSON.stringify(properties.EventPattern ?? {}).includes('Strongroom notice');
      return transformer === undefined || isNotice ? [] : [headingIn(transformInput(transformer, {}), room)];
    }),
  );
  return [...alarms, ...messages];
}

export const runbookRules: readonly Rule[] = [
  {
    it: 'leads to a heading that the runbook has',
    check: (room) => {
      const used = headingsUsed(room);
      expect(used).not.toHaveLength(0);
      expect([...new Set(used)].filter((heading) => !headings.includes(heading))).toEqual([]);
    },
  },
  {
    it: 'ends with the heading that an alarm is named by',
    check: (room) => {
      for (const { name, properties } of alarmsOf(room)) {
        const heading = headingIn(String(properties.AlarmDescription), room);
        const [, id] = /^strongroom-.+?(?:\/|-)([a-z-]+)$/.exec(name) ?? [];
        expect([name, id?.endsWith(heading)]).toEqual([name, true]);
      }
    },
  },
  {
    it: 'is no longer than CloudWatch takes',
    check: (room) => {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      for (const { name, properties } of alarmsOf(room)) {
        expect(name.length).toBeLessThanOrEqual(255);
        expect(String(properties.AlarmDescription).length).toBeLessThanOrEqual(1024);
      }
    },
  },
];
