import type { Page } from '@playwright/test';
import { expectNoAxeViolations } from './axe';
import { lookAt } from './look';
import { expectWords } from './words';

/** Everything that is asked of every page: texts instead of keys, no sideways scrolling, nothing for axe to say; and pictures. */
export async function lookOver(page: Page, name: string): Promise<void> {
  await expectWords(page);
  await lookAt(page, name, expectNoAxeViolations);
}
