import type { AccessRow } from '../rows/access-row';
import { inWords, principalName } from '../rows/words';
import { escapeHtml } from './html';
import { sortedLevels } from './level';
import type { PageEnvironment } from './page-input';
import { summaryOf } from './summary';

/** Characters of HTML: more would double the page for readers who do not need it. */
const MOST = 250_000;

/** The access as a plain table, for readers whose browser runs no scripts; a sentence where that would be too long. */
export function plainTables(environments: readonly PageEnvironment[]): string {
  const tables = environments.map(plainTable).join('');
  return tables.length > MOST
    ? '<p>This page shows its content by a script, and there is too much for a plain table. Allow scripts, or read the JSON file beside it.</p>'
    : tables;
}

function plainTable(environment: PageEnvironment): string {
  const findings = summaryOf(environment).map(({ text }) => `<li>${escapeHtml(text)}</li>`);
  const head = ['Who', 'May', 'What', 'When'].map((title) => `<th scope="col">${title}</th>`).join('');
  return [
    `<h2>${escapeHtml(environment.name)}</h2><ul>${findings.join('')}</ul>`,
    `<table><thead><tr>${head}</tr></thead><tbody>${lines(environment.rows).join('')}</tbody></table>`,
  ].join('');
}

function lines(rows: readonly AccessRow[]): string[] {
  const groups = new Map<string, AccessRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.principal.kind, row.principal.id, row.resource, row.conditions]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((ways) => {
    const [first] = ways;
    if (first === undefined) return '';
    const levels = sortedLevels(ways.map(({ level }) => level)).join(', ');
    const actions = [...new Set(ways.map(({ action }) => action))].join(' ');
    const cells = [principalName(first.principal), `${levels}: ${actions}`, first.resource, inWords(first.conditions)];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
}
