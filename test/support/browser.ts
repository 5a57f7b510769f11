import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';

import type * as Chromium from '@sparticuz/chromium';
import type * as Puppeteer from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';

/**
 * Both packages are published as ES modules alone, which jest does not load; a script of its own is loaded by Node itself.
 *
 * @see https://nodejs.org/api/vm.html#when-importmoduledynamically-is-vmconstantsuse_main_context_default_loader
 */
const load = new Script('(name) => import(name)', {
  filename: __filename,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (name: string) => Promise<unknown>;

/** A page of one file, as a reader opens it from a disk without a network. */
export interface OpenedPage {
  readonly page: Page;
  /** Milliseconds from the beginning of the navigation until scripts have built the page. */
  readonly milliseconds: number;
  /** What the page asked for beside itself, and what went wrong in it. */
  readonly troubles: readonly string[];
}

interface Opening {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly hash?: string;
  readonly scripts?: boolean;
}

/** One headless Chromium for a suite, which may read the files that it is given and nothing else. */
export class OfflineBrowser {
  private readonly opened: { readonly page: Page; readonly troubles: string[] }[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  public static async start(): Promise<OfflineBrowser> {
    const { default: chromium } = (await load('@sparticuz/chromium')) as typeof Chromium;
    const { launch } = (await load('puppeteer-core')) as typeof Puppeteer;
    const executablePath = await chromium.executablePath();
    const browser = await launch({ args: chromium.args, executablePath, headless: 'shell' });
    return new OfflineBrowser(browser, mkdtempSync(path.join(tmpdir(), 'strongroom-page-')));
  }

  /** Opens a file with this content. */
  public async open(html: string, opening: Opening = {}): Promise<OpenedPage> {
    const { width = 1440, height = 900, scheme = 'light', hash = '', scripts = true } = opening;
    const file = path.join(this.folder, `page-${String(this.opened.length)}.html`);
    writeFileSync(file, html);
    const address = pathToFileURL(file).href;
    const page = await this.browser.newPage();
    const troubles: string[] = [];
    this.opened.push({ page, troubles });
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => troubles.push(`error: ${String(error)}`));
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const isOwn = request.url().split('#')[0] === address;
      if (!isOwn) troubles.push(`request: ${request.url()}`);
      void (isOwn ? request.continue() : request.abort());
    });
    await page.setJavaScriptEnabled(scripts);
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      // Else a test would look at a page on its way from one state to the next.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    const begin = performance.now();
    await page.goto(`${address}${hash}`, { waitUntil: 'load' });
    return { page, milliseconds: performance.now() - begin, troubles };
  }

  /** Closes the pages of a test, and returns what went wrong in any of them. */
  public async closePages(): Promise<string[]> {
    const closing = this.opened.splice(0);
    for (const { page } of closing) await page.close();
    return closing.flatMap(({ troubles }) => troubles);
  }

  public async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One browser for the tests of a file. After each of them, its pages must have asked for nothing and complained of nothing. */
export function browserOfTests(): Pick<OfflineBrowser, 'closePages' | 'open'> {
  let browser: OfflineBrowser;
  beforeAll(async () => {
    browser = await OfflineBrowser.start();
  });
  afterEach(async () => {
    expect(await browser.closePages()).toEqual([]);
  });
  afterAll(async () => browser.stop());
  return { open: (html, opening) => browser.open(html, opening), closePages: () => browser.closePages() };
}
