import type { Cell } from './cell';
import { levelWords } from './chips';
import { element } from './element';
import { wayDetails } from './way-details';

/** The one dialog of the page, which shows one cell at a time. */
export class CellDialog {
  public readonly element: HTMLDialogElement;
  private readonly content = element('div', { class: 'sheet' });
  /** What is to have the focus when the dialog closes, if nothing had it when it opened. */
  private fallback: (() => HTMLElement | undefined) | undefined;

  public constructor(whenClosed: () => void) {
    this.element = element('dialog', { 'aria-labelledby': 'cell-title' }, this.content);
    this.element.addEventListener('close', () => {
      // The event comes a moment later, when somebody fast has opened it again.
      if (this.element.open) return;
      // Opened by its address, it had nothing to give the focus back to, and keeps it although nobody sees it.
      const { activeElement } = document;
      if (activeElement === document.body || this.element.contains(activeElement)) this.fallback?.()?.focus();
      whenClosed();
    });
    // A click on what is behind the sheet closes it, as people expect.
    this.element.addEventListener('click', ({ target }) => {
      if (target === this.element) this.element.close();
    });
  }

  public open(cell: Cell, environment: string, fallback: () => HTMLElement | undefined): void {
    this.fallback = fallback;
    const close = element('button', { type: 'button', class: 'button close' }, 'Close');
    close.addEventListener('click', () => this.element.close());
    const { principal, resource } = cell;
    const facts: [string, string][] = [
      ['Who', principal.id],
      ...(principal.constructPath === undefined ? [] : [['Made by', principal.constructPath] as [string, string]]),
      ['What', resource.arn],
      ['Environment', environment],
    ];
    this.content.replaceChildren(
      element(
        'header',
        {},
        element('h2', { id: 'cell-title', tabindex: '-1' }, principal.name, ' → ', resource.name),
        close,
      ),
      element('p', { class: 'lead' }, `May: ${levelWords(cell.levels)}.`),
      element(
        'dl',
        { class: 'facts' },
        ...facts.flatMap(([term, fact]) => [element('dt', {}, term), element('dd', {}, fact)]),
      ),
      element('h3', {}, cell.ways.length === 1 ? 'One way' : `${String(cell.ways.length)} ways`),
      ...cell.ways.toReversed().map(wayDetails),
    );
    if (!this.element.open) this.element.showModal();
    this.element.scrollTop = 0;
    close.focus();
  }

  public close(): void {
    if (this.element.open) this.element.close();
  }
}
