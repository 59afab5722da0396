import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { settled } from './settled';

const artifacts = fileURLToPath(new URL('../artifacts', import.meta.url));

type Theme = 'light' | 'dark';
const widths = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/**
 * Pictures of the page as it is now, light and dark at 1440 and 390 px, as `artifacts/<name>-<width>-<theme>.png`.
 * Fails when the page scrolls sideways at one of the widths. `check` runs once per theme at 1440 px.
 */
export async function lookAt(
  page: Page,
  name: string,
  check: (page: Page, theme: Theme) => Promise<void> = async () => undefined,
  themes: readonly Theme[] = ['light', 'dark'],
): Promise<void> {
  await mkdir(artifacts, { recursive: true });
  const before = page.viewportSize() ?? widths.desktop;
  const themeBefore = await page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');
  for (const [width, size] of Object.entries(widths)) {
    for (const theme of themes) {
      await useTheme(page, theme);
      await showAll(page, size);
      await settled(page);
      await expectNoSidewaysScrolling(page, `${name} at ${size.width} px`);
      await page.screenshot({
        path: join(artifacts, `${name}-${width}-${theme}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
      if (width === 'desktop') await check(page, theme);
    }
  }
  await useTheme(page, themeBefore);
  await page.setViewportSize(before);
}

/** As high as its content: a picture of the full page would leave what is fixed to the window in the middle of it. */
async function showAll(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height > size.height) await page.setViewportSize({ width: size.width, height: Math.min(height, 4000) });
}

async function useTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset['theme'] = value;
  }, theme);
}

async function expectNoSidewaysScrolling(page: Page, what: string): Promise<void> {
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, scrollWidth, clientWidth }) => `${tagName}: ${scrollWidth} px in ${clientWidth} px`),
  );
  expect(tooWide, `${what} scrolls sideways`).toEqual([]);
}
