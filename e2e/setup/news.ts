import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tells the workers of a run where to note how long news took. */
const variable = 'SWITCHROOM_E2E_NEWS';

/** At the beginning of a run. */
export function beginNews(): void {
  const file = join(mkdtempSync(join(tmpdir(), 'switchroom-e2e-news-')), 'news');
  writeFileSync(file, '');
  process.env[variable] = file;
}

/**
 * Waits for news to be on screen, and notes how long it took from now. Late news fails no journey, on a busy machine it
 * is the machine's; how long it took is printed at the end of the run, and the bench measures it.
 */
export async function arrives(what: string, onScreen: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await onScreen();
  const file = process.env[variable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify([what, Math.round(performance.now() - start)])}\n`);
}

/** At the end of a run: prints how long news took. */
export function endNews(): void {
  const file = process.env[variable];
  if (file === undefined) return;
  delete process.env[variable];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  rmSync(join(file, '..'), { recursive: true });
  const noted = lines.map((line) => JSON.parse(line) as [string, number]).toSorted(([, a], [, b]) => a - b);
  const [slowest, middle] = [noted.at(-1), noted[Math.floor(noted.length / 2)]];
  if (slowest === undefined || middle === undefined) return;
  const late = noted.filter(([, ms]) => ms > 1000).length;
  console.log(
    `news on screen: ${noted.length} measured, median ${middle[1]} ms, slowest ${slowest[1]} ms (${slowest[0]}), ${late} over a second`,
  );
}
