import process from 'node:process';

/** How often a phase that takes long says that it is still at work: in place on a terminal, as a line elsewhere. */
const inPlace = process.stdout.isTTY === true;
const HEARTBEAT_MS = inPlace ? 1000 : 30_000;

let toStderr = false;

// The reader may be gone (`npm start | head`); that is no reason to die in the middle of stopping things.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** For commands whose standard output belongs to the program they run. */
export function sayOnStderr() {
  toStderr = true;
}

/** @param {string} line */
export function say(line) {
  (toStderr ? process.stderr : process.stdout).write(`${line}\n`);
}

/**
 * Shows what is going on and how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work returns what the phase returns; a string is shown beside the time
 * @returns {Promise<T>}
 */
export async function phase(name, work) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 100) / 10;
  const heartbeat = setInterval(() => {
    const line = `  ${name} ... ${Math.round(seconds())} s`;
    if (inPlace && !toStderr) process.stdout.write(`${line}\r`);
    else say(line);
  }, HEARTBEAT_MS);
  try {
    const result = await work();
    const note = typeof result === 'string' && result !== '' ? `  ${result}` : '';
    say(`${name.padEnd(28)} ${seconds().toFixed(1).padStart(6)} s${note}`);
    return result;
  } catch (error) {
    say(`${name.padEnd(28)} ${seconds().toFixed(1).padStart(6)} s  FAILED`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
