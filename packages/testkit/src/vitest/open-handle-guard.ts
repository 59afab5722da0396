import { afterAll } from 'vitest';
import { leftOpen, snapshotHandles } from './open-handles';

/** How long handles that are already closing may take. */
const GRACE_MS = 2000;
const realSetTimeout = globalThis.setTimeout;
const realNow = performance.now.bind(performance);

// Taken when the file is loaded: in a hook, a passing timer of vitest's own would hide one of the tests'.
const before = snapshotHandles();

// Setup files register their hooks first, and vitest runs afterAll in reverse: this is the last one of the file.
afterAll(async () => {
  const deadline = realNow() + GRACE_MS;
  let left = leftOpen(before);
  while (left.length > 0 && realNow() < deadline) {
    await new Promise((resolve) => {
      // Unreferenced, so that the guard does not count itself.
      realSetTimeout(resolve, 10).unref();
    });
    left = leftOpen(before);
  }
  if (left.length > 0) {
    throw new Error(`this test file leaves handles open: ${left.join(', ')}. Close what the tests open.`);
  }
});
