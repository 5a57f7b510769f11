import type { PageEnvironment } from '../../tools/access/page/page-input';
import { environmentWith } from './rows-of-room';

/** What would run, or close an element, if the page took a name for markup. */
const hostileTexts = [
  '</script><img src=x onerror=hacked()>',
  '</noscript></main><script>hacked()</script>',
  '<!--<script>',
  `" onmouseover="hacked()`,
  "' autofocus onfocus='hacked()",
  ']]>&lt;b&gt;${1}',
];

/** A room in which every name, value and path is such a text. */
export function hostileEnvironment(): PageEnvironment {
  const { rows, ...rest } = environmentWith('prod', '333344445555', ['portal']);
  const named = rows.map((row, index) => {
    const text = hostileTexts[index % hostileTexts.length] ?? '';
    return {
      ...row,
      principal: { ...row.principal, id: `${row.principal.id}${text}`, constructPath: text },
      resource: `${row.resource}${text}`,
      action: `${row.action}${text}`,
      conditions: { operator: 'StringEquals', key: `aws:PrincipalTag/${text}`, values: [text] },
      deciding: row.deciding.map((statement) => ({
        ...statement,
        statement: text,
        stack: text,
        logicalId: text,
        constructPath: text,
        source: text,
      })),
    };
  });
  return { ...rest, name: hostileTexts[0] ?? '', region: hostileTexts[3] ?? '', rows: named };
}
