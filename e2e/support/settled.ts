import type { Page } from '@playwright/test';

/** Fonts are there and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      // A spinner never ends.
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      // A transition inside a closed <details> is there as soon as somebody (axe) has asked for a style in it, and stands
      // still as long as it is closed.
      .filter(({ effect }) => !(effect instanceof KeyframeEffect) || effect.target?.checkVisibility() !== false)
      .map((animation) => animation.finished.catch(() => undefined));
    await Promise.all(ending);
  });
}
