import type { PageData } from '../page-data';
import { type Address, addressOf, differenceTab, hashOf, principalKey } from './address';
import { type Cell, cellsOf } from './cell';
import { CellDialog } from './cell-dialog';
import { differencePanel } from './difference-panel';
import { element } from './element';
import { EnvironmentPanel } from './environment-panel';
import { buttonOf } from './matrix';
import { decode, type Environment } from './model';
import { type Tab, Tabs } from './tabs';

function start(): void {
  const page = document.getElementById('page');
  const text = document.getElementById('data')?.textContent;
  if (page === null || text === undefined) throw new Error('the page is incomplete');
  const { environments, difference } = decode(JSON.parse(text) as PageData);

  const notice = element('p', { role: 'alert', class: 'notice' });
  const current = () => addressOf(location.hash);
  const forget = (tab: string) => history.replaceState(null, '', hashOf(tab));
  const dialog = new CellDialog(() => {
    const { tab, principal, place } = current();
    if (tab !== undefined && principal !== undefined && place === undefined) forget(tab);
  });
  const ofDifference: Tab[] =
    difference === undefined
      ? []
      : [{ key: differenceTab, label: 'Difference', content: () => differencePanel(difference, environments) }];
  const panels = new Map<string, EnvironmentPanel>();
  const ofEnvironments = environments.map((environment, index): Tab => {
    const open = (cell: Cell) => {
      const hash = hashOf(environment.name, cell);
      // An address that stays as it is tells nobody.
      if (location.hash === hash) show(current());
      else location.hash = hash;
    };
    const content = () => {
      const panel = new EnvironmentPanel(environment, `environment-${String(index)}`, open);
      panels.set(environment.name, panel);
      return panel.elements;
    };
    return { key: environment.name, label: environment.name, content };
  });
  const tabs = new Tabs([...ofDifference, ...ofEnvironments], forget);
  page.replaceChildren(...tabs.elements, notice, dialog.element);

  const first = [...ofDifference, ...ofEnvironments][0]?.key;
  let followed: HTMLAnchorElement | undefined;
  const show = (address: Address) => {
    const { activeElement } = document;
    if (address.place === 'table' && activeElement instanceof HTMLAnchorElement) followed = activeElement;
    notice.replaceChildren();
    const isKnown = tabs.show(address.tab);
    if (!isKnown) tabs.show(first);
    const environment = environments.find(({ name }) => name === address.tab);
    const cell = environment === undefined ? undefined : cellAt(environment, address);
    if (environment !== undefined && cell !== undefined) {
      if (address.place === 'table') {
        dialog.close();
        if (panels.get(environment.name)?.reveal(cell) === true) return;
      }
      dialog.open(cell, environment.name, () => buttonOf(environment, cell));
      return;
    }
    dialog.close();
    // Whoever comes back from a cell goes on with the change after it.
    if (followed?.checkVisibility() === true) followed.focus();
    if (address.principal !== undefined || (address.tab !== undefined && !isKnown))
      notice.append('This link leads to access that this page does not have.');
  };
  window.addEventListener('hashchange', () => show(current()));
  show(current());
}

function cellAt({ ways }: Environment, { principal, resource }: Address): Cell | undefined {
  const own = ways.filter((way) => principalKey(way) === principal && way.resource.arn === resource);
  return cellsOf(own)[0];
}

start();
