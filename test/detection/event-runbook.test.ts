import { readFileSync } from 'node:fs';
import path from 'node:path';

import { accountEvents } from '../../lib/detection/account-events';
import { anchorOf } from '../../lib/detection/call-detection';
import { workloadEvents } from '../../lib/detection/workload-events';
import { deliveredEnvironment } from '../support/delivered';

// With a delivery, so with every detection that there is.
const prod = deliveredEnvironment();
const detections = [...accountEvents(prod), ...workloadEvents(prod)];

const runbook = readFileSync(path.join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
const [, part = ''] = /^## Single events\n(.*?)(?=^## |(?![^]))/ms.exec(runbook) ?? [];
const sections = part
  .split(/^### /m)
  .slice(1)
  .map((section) => ({ title: section.split('\n')[0] ?? '', text: section }));

it('has a heading for each detection, and no other, in their order', () => {
  expect(sections.map(({ title }) => title)).toEqual(detections.map(({ title }) => title));
});

it.each(sections.map(({ title, text }) => [title, text] as const))(
  'says of "%s" what it means, how to look, how to resolve and how to stop it',
  (_title, text) => {
    expect(text).toMatch(/^[^\n]+\n\n\*\*[^*]+\*\*.*\n- _Look_: .*\n- _Resolve_: .*\n- _Stop when false_: /s);
  },
);

it('links only to headings that there are', () => {
  const headings = new Set(runbook.match(/^#+ .+$/gm)?.map((line) => anchorOf(line.replace(/^#+ /, ''))));
  const links = [...part.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '');
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((anchor) => !headings.has(anchor))).toEqual([]);
});
