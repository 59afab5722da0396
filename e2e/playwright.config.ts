import { defineConfig } from '@playwright/test';
import { browserLaunch } from './setup/browser';

/** Journeys against the production build of portal and gateway, each worker with its own database and processes. */
export default defineConfig({
  testDir: './tests',
  globalSetup: './setup/global-setup.ts',
  outputDir: './test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  // The longest journeys look over a dozen pages in two themes and two widths; each single wait has its own ten seconds.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? ([['json']] as [['json']]) : [])],
  use: {
    ...browserLaunch(),
    locale: 'en-GB',
    timezoneId: 'Europe/Rome',
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1440, height: 900 },
    // The film of each test would take a good part of two cores.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
});
