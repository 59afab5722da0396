import { expect } from '@playwright/test';
import { test } from '../../fixtures/showcase';
import { lookAt } from '../../support/look';
import { open } from '../../support/open';
import { live, pages } from '../../support/pages';
import { expectWords } from '../../support/words';

for (const language of ['de', 'it'] as const) {
  test(`no page breaks its layout in ${language}`, async ({ page, shown, context }) => {
    await context.addCookies([{ name: 'locale', value: language, url: shown.world.portalUrl }]);
    for (const { name, path, still } of pages) {
      await open(page, path(shown));
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      if (!still) await live(page);
      await expectWords(page);
      await lookAt(page, `${language}-${name}`, undefined, ['light']);
    }
  });
}
