import process from 'node:process';

/** @type {{ name: string, stop: () => Promise<void> }[]} */
const stack = [];
let stopping = false;
let stoppingSince = 0;
/** @type {Promise<void> | undefined} */
let stopped;
/** @type {Set<() => void>} */
const interrupts = new Set();

/**
 * Registers something to be stopped at the end; the last one registered is stopped first.
 * @param {string} name
 * @param {() => Promise<void>} stop
 */
export function onShutdown(name, stop) {
  stack.push({ name, stop });
}

/**
 * Registers what breaks off waiting when a signal arrives.
 * @param {() => void} interrupt
 * @returns {() => void} unregisters it
 */
export function onInterrupt(interrupt) {
  interrupts.add(interrupt);
  return () => interrupts.delete(interrupt);
}

/** True once somebody asked us to stop. */
export function isStopping() {
  return stopping;
}

/** The first signal stops everything in order; a second one leaves at once, and the watchdogs stop the rest. */
export function installSignalHandlers() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // npm forwards a signal that the terminal has sent to us already: within a second it is one and the same.
      if (stopping && performance.now() - stoppingSince > 1000) process.exit(1);
      if (stopping) return;
      stopping = true;
      stoppingSince = performance.now();
      process.stdout.write('\nStopping ...\n');
      for (const interrupt of interrupts) interrupt();
    });
  }
}

/** Stops everything, last started first. A stop that fails is reported and does not keep the others running. */
export function stopEverything() {
  stopped ??= (async () => {
    for (const { name, stop } of stack.reverse()) {
      try {
        await stop();
      } catch (error) {
        process.stderr.write(`Stopping ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  })();
  return stopped;
}
