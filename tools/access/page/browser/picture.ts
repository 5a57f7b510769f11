import type { Cell } from './cell';
import { levelClass } from './chips';
import { drawn, element } from './element';
import type { Environment } from './model';
import { type Edge, layOut, type Node } from './picture-layout';

const WIDTH = 920;
const LEFT = 330;
const RIGHT = 590;

/** Who reaches what, as lines from principals to resources in the colour of the highest level. */
export function picture(environment: Environment, cells: readonly Cell[]): HTMLElement {
  const layout = layOut(environment, cells);
  if (layout === undefined)
    return element(
      'p',
      { class: 'note' },
      'Too many principals or resources for one picture: choose a part, or search.',
    );

  const { left, right, edges, height } = layout;
  const title = drawn('title', {}, `Who reaches what in ${environment.name}`);
  const counts = `${String(left.length)} principals on the left, ${String(right.length)} resources on the right, ${String(edges.length)} lines`;
  const description = drawn('desc', {}, `${counts}; the list below tells the same in words.`);
  // What harms most is drawn last, above the rest.
  const inOrder = ['level-list', 'level-read', 'level-tagging', 'level-write', 'level-permissions'].flatMap((level) =>
    edges.filter((edge) => levelClass(edge.level) === level),
  );
  const paths = inOrder.map((edge) => drawn('path', { class: `edge ${levelClass(edge.level)}`, d: curve(edge) }));
  const labels = [...left.map((node) => label(node, 'end')), ...right.map((node) => label(node, 'start'))];
  const svg = drawn(
    'svg',
    {
      viewBox: `0 0 ${String(WIDTH)} ${String(height)}`,
      width: String(WIDTH),
      height: String(height),
      role: 'img',
      class: 'picture',
    },
    title,
    description,
    ...paths,
    ...labels,
  );
  follow(labels, paths, inOrder);
  const attributes = {
    class: 'scroll picture-frame',
    role: 'region',
    'aria-label': 'Picture of who reaches what',
    tabindex: '0',
  };
  return element('div', attributes, svg);
}

function curve({ from, to }: Edge): string {
  const middle = (LEFT + RIGHT) / 2;
  const [start, end] = [from.y - 5, to.y - 5].map(String);
  return `M${String(LEFT + 8)} ${start ?? ''}C${String(middle)} ${start ?? ''} ${String(middle)} ${end ?? ''} ${String(RIGHT - 8)} ${end ?? ''}`;
}

/** About as many characters as the width has room for. */
const MOST_CHARACTERS = 44;

function label(node: Node, anchor: 'start' | 'end'): SVGTextElement {
  const shown = node.label.length > MOST_CHARACTERS ? `${node.label.slice(0, MOST_CHARACTERS - 1)}…` : node.label;
  const x = String(anchor === 'end' ? LEFT : RIGHT);
  const attributes = {
    x,
    y: String(node.y),
    'text-anchor': anchor,
    'data-node': node.id,
    class: node.group === 'outside' ? 'node outside' : 'node',
  };
  return drawn('text', attributes, drawn('title', {}, node.label), shown);
}

/** Under the pointer, a name's own lines stand out. */
function follow(labels: readonly SVGTextElement[], paths: readonly SVGPathElement[], edges: readonly Edge[]): void {
  for (const each of labels) {
    const show = (isShown: boolean) => {
      paths.forEach((path, index) => {
        const edge = edges[index];
        const isOwn = edge?.from.id === each.dataset.node || edge?.to.id === each.dataset.node;
        path.classList.toggle('faint', isShown && !isOwn);
      });
    };
    each.addEventListener('pointerenter', () => show(true));
    each.addEventListener('pointerleave', () => show(false));
  }
}
