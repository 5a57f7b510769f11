import { createHash } from 'node:crypto';

import { accessPage } from '../../tools/access/page/access-page';
import { decode } from '../../tools/access/page/browser/model';
import { encode } from '../../tools/access/page/encode';
import { jsonForScript } from '../../tools/access/page/html';
import type { PageData } from '../../tools/access/page/page-data';
import type { PageInput } from '../../tools/access/page/page-input';
import { hostileEnvironment } from './hostile';
import { environmentWith, threeEnvironments } from './rows-of-room';

const input: PageInput = { environments: threeEnvironments };
const page = accessPage(input);

function contents(html: string, tag: 'script' | 'style'): string[] {
  return [...html.matchAll(new RegExp(`<${tag}([^>]*)>([^]*?)</${tag}>`, 'g'))]
    .filter(([, attributes = '']) => !attributes.includes('application/json'))
    .map(([, , content = '']) => content);
}

function policy(html: string): Record<string, string> {
  const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  return Object.fromEntries(
    content.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

function sha256(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('the policy of the page', () => {
  it('lets it load nothing', () => {
    expect(policy(page)).toMatchObject({ 'default-src': "'none'", 'base-uri': "'none'", 'form-action': "'none'" });
  });

  it('lets run and dress it exactly what stands in it', () => {
    const [script, style] = [contents(page, 'script'), contents(page, 'style')];
    expect(script).toHaveLength(1);
    expect(style).toHaveLength(1);
    expect(policy(page)).toMatchObject({ 'script-src': sha256(script[0] ?? ''), 'style-src': sha256(style[0] ?? '') });
  });

  it('lets no text become markup', () => {
    expect(policy(page)).toMatchObject({ 'require-trusted-types-for': "'script'", 'trusted-types': "'none'" });
  });
});

describe('the page', () => {
  it('names no other file and no address', () => {
    const outside = /\b(?:src|href|action|srcset|poster|data)\s*=|url\(|@import/i;
    const [markup = ''] = page.split('<script');
    expect(markup).not.toMatch(outside);
    expect(contents(page, 'style').join('')).not.toMatch(outside);
    expect(contents(page, 'script').join('')).not.toMatch(/fetch\(|XMLHttpRequest|import\(|WebSocket|sendBeacon/);
  });

  it('is the same for the same rows', () => {
    expect(accessPage({ environments: structuredClone(threeEnvironments) })).toBe(page);
  });

  it('holds every row that it was given, and nothing else', () => {
    const { environments } = decode(JSON.parse(jsonForScript(encode(input))) as PageData);
    for (const [index, { rows }] of threeEnvironments.entries()) {
      const told = environments[index]?.ways.flatMap(
        ({ actions, principal, resource, condition, level, statements, ...rest }) =>
          actions.map((action) => [
            [
              principal.kind,
              principal.id,
              principal.constructPath,
              action,
              resource.arn,
              level,
              rest.maximumSessionSeconds,
            ],
            condition,
            statements.map(({ policy: kind, effect, statement, stack, logicalId, constructPath, source }) => [
              kind,
              effect,
              statement,
              stack,
              logicalId,
              constructPath,
              source,
            ]),
          ]),
      );
      const given = rows.map(({ principal, action, resource, level, conditions, deciding, maximumSessionSeconds }) => [
        [principal.kind, principal.id, principal.constructPath, action, resource, level, maximumSessionSeconds],
        conditions,
        deciding.map(({ policy: kind, effect, statement, stack, logicalId, constructPath, source }) => [
          kind,
          effect,
          typeof statement === 'number' ? `#${String(statement)}` : statement,
          stack,
          logicalId,
          constructPath,
          source,
        ]),
      ]);
      expect(inOrder(told ?? [])).toEqual(inOrder(given));
    }
  });

  it('calls a key by the construct that made it', () => {
    const { environments } = decode(encode(input));
    const names = environments
      .at(-1)
      ?.ways.filter(({ resource }) => resource.kind === 'Keys')
      .map(({ resource }) => resource.name);
    expect(new Set(names)).toEqual(new Set(['Foundation AuditKey', 'portal DataKey']));
  });

  it('is under 300 kB for one workload in three environments', () => {
    expect(page.length).toBeLessThan(300_000);
  });

  it('is under 3 MB for a hundred workloads, and gives its plain table up', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => `portal-${String(index)}`);
    const large = accessPage({ environments: [environmentWith('prod', '333344445555', hundred)] });
    expect(large.length).toBeLessThan(3_000_000);
    expect(large).toContain('too much for a plain table');
  });
});

describe('a hostile name', () => {
  const hostile = accessPage({ environments: [hostileEnvironment()] });

  it('ends no element and begins none', () => {
    expect(hostile.match(/<script/g)).toHaveLength(2);
    expect(hostile.match(/<\/script>/g)).toHaveLength(2);
    expect(hostile.match(/<\/noscript>/g)).toHaveLength(1);
    expect(hostile).not.toMatch(/<img|<!--/);
    const [, data = ''] = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(hostile) ?? [];
    expect(JSON.parse(data)).toEqual(encode({ environments: [hostileEnvironment()] }));
  });
});

function inOrder(items: readonly unknown[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
