import type { Page } from '@playwright/test';

/** Goes to a page of the portal and waits until its scripts have taken over everything that can be clicked. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until React listens on every control of the page: a key pressed before that would be lost. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll('button, input, select, textarea, main a')];
    return (
      document.readyState === 'complete' &&
      controls.length > 0 &&
      controls.every((control) => Object.keys(control).some((key) => key.startsWith('__reactProps')))
    );
  });
}
