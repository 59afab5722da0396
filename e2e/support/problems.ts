import type { Page } from '@playwright/test';

/** What a page wrote to its console as an error, and what it threw. */
export class Problems {
  readonly #seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  follow(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#seen.push(`${message.text()} (${message.location().url}) on ${page.url()}`);
    });
    page.on('pageerror', (error) => this.#seen.push(`${error.message} on ${page.url()}`));
  }

  /** For journeys on which something breaks on purpose: errors like these are part of them. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  get list(): string[] {
    return this.#seen.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }
}
