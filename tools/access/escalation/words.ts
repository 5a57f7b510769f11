import type { Edge, Reach } from './graph';
import type { Gain } from './path';

const verbs: Readonly<Record<Gain, string>> = {
  becomes: 'becomes',
  copies: 'copies',
  drives: 'drives',
  widens: 'widens',
  unbounds: 'takes the bounds from',
  opens: 'opens',
};

/** The end of an ARN that people call it by. */
function shortName(id: string): string {
  if (!id.startsWith('arn:')) return id;
  return id
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^(?:role|user|table|key|function)[/:]/, '');
}

function bound({ to, path }: Edge): string {
  if (path.gives !== 'widens') return '';
  return to.boundary === undefined ? ' without any bound' : ` up to its boundary ${shortName(to.boundary)}`;
}

/** One step in a sentence without its end. */
function stepInWords(edge: Edge): string {
  const { from, to, path, rows } = edge;
  const calls = rows.map(({ action, resource }) => `${action} on ${resource}`).join(', ');
  return `${shortName(from.id)} ${verbs[path.gives]} ${to.kind} ${shortName(to.id)}${bound(edge)}, because it ${path.name} (${calls})`;
}

/** The whole chain. */
export function chainInWords({ chain }: Reach): string {
  return `${chain.map(stepInWords).join('; then ')}.`;
}
