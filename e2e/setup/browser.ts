import { existsSync } from 'node:fs';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Flags of our own: no sandbox only where Chromium cannot have one (root), nothing that phones home. */
const args = [
  ...(process.getuid?.() === 0 || process.env.CHROMIUM_NO_SANDBOX === '1' ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The Chromium that the test command found or installed (CHROMIUM_PATH), or one of the usual places. */
export function browserLaunch() {
  const executablePath = process.env.CHROMIUM_PATH ?? candidates.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('No Chromium found. Run `npm test -- e2e`, which installs one, or set CHROMIUM_PATH.');
  }
  return { launchOptions: { executablePath, args } };
}
