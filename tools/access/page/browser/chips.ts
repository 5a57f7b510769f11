import type { AccessLevel } from '../../rows/access-row';
import { enumeration, letters, levels } from '../level';
import { element } from './element';

export function levelClass(level: AccessLevel): string {
  return `level-${level.split(' ')[0]?.toLowerCase() ?? ''}`;
}

/** What a level is called where room is scarce. */
export function levelWord(level: AccessLevel): string {
  return level === 'Permissions management' ? 'Permissions' : level;
}

/** A level by colour and by its word. */
export function chip(level: AccessLevel): HTMLElement {
  return element('span', { class: `chip ${levelClass(level)}` }, levelWord(level));
}

export function chips(all: readonly AccessLevel[]): HTMLElement {
  return element('span', { class: 'chips' }, ...all.flatMap((level) => [chip(level), ' ']));
}

/** A level by colour and by one letter: what a narrow cell has room for, beside the words for those who hear it. */
export function letterChips(all: readonly AccessLevel[]): HTMLElement {
  const shown = all.map((level) => element('span', { class: `chip letter ${levelClass(level)}` }, letters[level]));
  return element('span', { class: 'chips', 'aria-hidden': 'true' }, ...shown);
}

/** What the letters and colours mean. */
export function legend(): HTMLElement {
  const entries = levels.map((level) => element('li', {}, letterChips([level]), ' ', level));
  return element('ul', { class: 'legend', 'aria-label': 'Levels of access' }, ...entries);
}

export function levelWords(all: readonly AccessLevel[]): string {
  return enumeration(all);
}
