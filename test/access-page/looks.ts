import type { Page } from 'puppeteer-core';

export const text = (page: Page, selector: string) => page.$eval(selector, (found) => (found as HTMLElement).innerText);
export const texts = (page: Page, selector: string) =>
  page.$$eval(selector, (all) => all.map((each) => (each as HTMLElement).innerText));
export const shownPanel = '[role=tabpanel]:not([hidden])';
/** Text of what has the focus, if anything has. */
export const focused = (page: Page) =>
  page.evaluate(() =>
    document.activeElement === document.body ? '' : (document.activeElement as HTMLElement).innerText,
  );
export const hash = (page: Page) => page.evaluate(() => location.hash);
export const isOpen = (page: Page) => page.$eval('dialog', (dialog) => dialog.open);
