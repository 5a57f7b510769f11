import { element } from './element';

export interface Tab {
  /** Unique, and part of the address. */
  readonly key: string;
  readonly label: string;
  /** Called once, when the tab is first shown. */
  readonly content: () => readonly HTMLElement[];
}

/**
 * Tabs of which one is shown, operated by arrow keys, Home and End.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
export class Tabs {
  public readonly elements: readonly HTMLElement[];
  private readonly built = new Set<string>();
  private readonly all: readonly { tab: Tab; button: HTMLButtonElement; panel: HTMLElement }[];

  public constructor(
    tabs: readonly Tab[],
    private readonly chosen: (key: string) => void,
  ) {
    this.all = tabs.map((tab, index) => {
      const [button, panel] = [`tab-${String(index)}`, `panel-${String(index)}`];
      return {
        tab,
        button: element('button', { type: 'button', role: 'tab', id: button, 'aria-controls': panel }, tab.label),
        panel: element('section', { role: 'tabpanel', id: panel, 'aria-labelledby': button, hidden: true }),
      };
    });
    const list = element(
      'div',
      { role: 'tablist', 'aria-label': 'Environments' },
      ...this.all.map(({ button }) => button),
    );
    list.addEventListener('keydown', (event) => this.onKey(event));
    for (const { tab, button } of this.all) button.addEventListener('click', () => this.choose(tab.key));
    this.elements = [list, ...this.all.map(({ panel }) => panel)];
  }

  /** @returns false when there is no such tab */
  public show(key: string | undefined): boolean {
    const shown = this.all.find(({ tab }) => tab.key === key);
    if (shown === undefined) return false;
    for (const each of this.all) {
      const isShown = each === shown;
      each.button.setAttribute('aria-selected', String(isShown));
      each.button.tabIndex = isShown ? 0 : -1;
      each.panel.hidden = !isShown;
    }
    if (!this.built.has(shown.tab.key)) {
      this.built.add(shown.tab.key);
      shown.panel.append(...shown.tab.content());
    }
    return true;
  }

  private choose(key: string): void {
    this.show(key);
    this.chosen(key);
  }

  private onKey(event: KeyboardEvent): void {
    const index = this.all.findIndex(({ button }) => button === document.activeElement);
    const count = this.all.length;
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1 + count, Home: 0, End: count - 1 }[event.key];
    if (index < 0 || target === undefined) return;
    event.preventDefault();
    const next = this.all[target % count];
    if (next === undefined) return;
    next.button.focus();
    this.choose(next.tab.key);
  }
}
