/** @typedef {import('./files.mjs').Finding} Finding */

/** Items of OWASP ASVS 5.0.0 by level: the table speaks of each of them. */
const itemsOfLevel = { 1: 70, 2: 183 };
const statuses = ['met', 'not applicable', '**open**'];
const row = /^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([12]) \| ([^|]+) \| (.+) \|$/;

/**
 * The table of the verification standard: each item once, with a known status and a word on it, and a summary that
 * counts what is there.
 * @param {string} file
 * @param {string} text
 * @returns {Finding[]}
 */
export function checkSecurityTable(file, text) {
  /** @type {Finding[]} */
  const findings = [];
  const problem = (/** @type {number} */ line, /** @type {string} */ message) =>
    findings.push({ file, line, rule: 'security-table', message });
  const seen = new Set();
  /** @type {Record<string, number>} */
  const counts = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (!/^\| \d+\.\d+/.test(line)) continue;
    const [, item = '', , level = '', status = ''] = row.exec(line) ?? [];
    if (!statuses.includes(status)) problem(index + 1, 'this is no row of item, words, level, status and reason');
    if (seen.has(item)) problem(index + 1, `${item} stands here twice`);
    seen.add(item);
    counts[`${level} ${status}`] = (counts[`${level} ${status}`] ?? 0) + 1;
  }
  for (const [level, wanted] of Object.entries(itemsOfLevel)) {
    const counted = statuses.map((status) => counts[`${level} ${status}`] ?? 0);
    const found = counted.reduce((sum, count) => sum + count, 0);
    if (found !== wanted) problem(1, `level ${level} has ${wanted} items, here are ${found}`);
    const summary = `| ${level} | ${counted.join(' | ')} |`;
    if (!text.split('\n').includes(summary)) problem(1, `the summary of level ${level} should be: ${summary}`);
  }
  return findings;
}
