import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { settingEntry } from '@switchroom/contracts';

const catalogue = fileURLToPath(new URL('../../apps/portal/src/messages/en', import.meta.url));
const namespaces = readdirSync(catalogue)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));

/** What a missing text leaves on the page: `plans.reasons.x`. Host names such as apps.example.test are none, nor keys of settings. */
const key = new RegExp(`^(?:${namespaces.join('|')})(?:\\.[\\w-]+)+$`);
/** An argument that nobody filled in: `{count}`. */
const argument = /\{[a-z][A-Za-z]*(?:,[^}]*)?\}/;

/** Reads like a key, and is meant to be on the page. */
const isName = (word: string): boolean =>
  /\.(?:test|example|com|local)$/.test(word) || settingEntry(word) !== undefined;

/** Fails when a word on the page, or one that is only read out, is a key of the catalogue instead of a text. */
export async function expectWords(page: Page): Promise<void> {
  const texts = await page.evaluate(() => [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [aria-roledescription]')].flatMap(
      (element) =>
        [...element.attributes].filter(({ name }) => /^aria-|title|placeholder/.test(name)).map(({ value }) => value),
    ),
    ...[...document.querySelectorAll('.sr-only')].map(({ textContent }) => textContent),
  ]);
  const wrong = texts
    .flatMap((text) => text.split(/[\s"“”()]+/))
    .filter((word) => (key.test(word) && !isName(word)) || argument.test(word));
  expect(wrong, `keys instead of texts on ${page.url()}`).toEqual([]);
}
