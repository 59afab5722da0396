import { chromium, type Page } from '@playwright/test';
import { browserLaunch } from '@switchroom/e2e/browser';
import { administrator, type World } from '@switchroom/e2e/world';

/** An open fleet page that notes when a row's link chip changes. */
export interface WatchedPage extends AsyncDisposable {
  /** Milliseconds from `change()` until the row of `name` shows another link state. */
  measure(name: string, change: () => void): Promise<number>;
}

/** Signs in with a real browser and opens the fleet list filtered to `search`. */
export async function openFleetPage(world: World, search: string): Promise<WatchedPage> {
  const browser = await chromium.launch(browserLaunch().launchOptions);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const signIn = await page.request.post(`${world.portalUrl}/api/auth/sign-in/email`, {
    data: { email: administrator.email, password: administrator.password },
    headers: { origin: world.portalUrl },
  });
  if (!signIn.ok()) throw new Error(`signing in failed with ${signIn.status()}`);
  await page.goto(world.portalUrl);
  await page.waitForURL(/\/o\//);
  await page.goto(`${page.url().replace(/\/$/, '')}/pbxs?q=${encodeURIComponent(search)}`);
  await page.getByRole('row').filter({ hasText: search }).first().waitFor();
  return {
    measure: async (name, change) => {
      const seen = noteChange(page, name);
      // The observer is in place once the page has answered.
      await page.evaluate(() => undefined);
      const started = Date.now();
      change();
      return (await seen) - started;
    },
    [Symbol.asyncDispose]: async () => browser.close(),
  };
}

/** Resolves with the browser's clock when the text of the row changes; both clocks are this machine's. */
function noteChange(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (rowName) =>
      new Promise<number>((resolve, reject) => {
        // No named functions here: the loader would wrap them in a helper that the page does not have. The row is looked
        // up at each change, because the list may put another element in its place.
        const [before] = [...document.querySelectorAll('tr')]
          .filter((row) => row.textContent?.includes(rowName))
          .map((row) => row.textContent?.includes('Online'));
        if (before === undefined) return reject(new Error(`no row holds ${rowName}`));
        const timer = setTimeout(() => reject(new Error(`${rowName} did not change within 15 s`)), 15_000);
        const observer = new MutationObserver(() => {
          const rows = [...document.querySelectorAll('tr')].filter((row) => row.textContent?.includes(rowName));
          if (rows.length === 0 || rows[0]?.textContent?.includes('Online') === before) return;
          clearTimeout(timer);
          observer.disconnect();
          resolve(Date.now());
        });
        return observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    name,
  );
}
