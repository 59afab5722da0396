import type { BrowserContext, Page } from '@playwright/test';

/** Everything that a browser receives from now on: bodies of answers and frames of websockets. */
export class EverythingReceived {
  readonly #bodies: Promise<{ url: string; text: string }>[] = [];
  readonly #frames: { url: string; text: string }[] = [];

  constructor(context: BrowserContext) {
    context.on('response', (response) => {
      const url = response.url();
      // A redirect has no body, and one that the page left behind is gone.
      this.#bodies.push(
        response.text().then(
          (text) => ({ url, text }),
          () => ({ url, text: '' }),
        ),
      );
    });
    const listen = (page: Page): void => {
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => this.#frames.push({ url: socket.url(), text: payload.toString() })),
      );
    };
    for (const page of context.pages()) listen(page);
    context.on('page', listen);
  }

  /** Addresses that sent the text, in any of the ways in which it can be written down. */
  async sendersOf(text: string): Promise<string[]> {
    const all = [...(await Promise.all(this.#bodies)), ...this.#frames];
    return all.filter((one) => spellings(text).some((spelling) => one.text.includes(spelling))).map(({ url }) => url);
  }

  get count(): number {
    return this.#bodies.length + this.#frames.length;
  }
}

/** The text itself, and as JSON, twice JSON, HTML and part of an address have it. */
export function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const html = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
  return [...new Set([text, json, JSON.stringify(json).slice(1, -1), html, encodeURIComponent(text)])];
}
