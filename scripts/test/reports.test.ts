import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { add, none, playwrightCounts, summaryLine, table, vitestCounts } from '../lib/reports.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'switchroom-reports-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function report(content: unknown): string {
  const file = join(dir, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}
const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

describe('vitestCounts', () => {
  it('counts tests by what became of them', () => {
    const file = report({
      testResults: [
        { status: 'passed', assertionResults: tests('passed', 'passed', 'skipped', 'todo') },
        { status: 'failed', assertionResults: tests('passed', 'failed') },
      ],
    });
    expect(vitestCounts(file)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('a file that failed although its tests passed is a failure', () => {
    const file = report({ testResults: [{ status: 'failed', assertionResults: tests('passed') }] });
    expect(vitestCounts(file)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('a run without a report is a failure', () => {
    expect(vitestCounts(join(dir, 'missing.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('playwrightCounts', () => {
  it('counts flaky tests and errors outside of tests as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
    expect(playwrightCounts(report({ stats, errors: [{}] }))).toEqual({ passed: 5, failed: 4, skipped: 3 });
    expect(playwrightCounts(report({ stats }))).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it('a run without a report is a failure', () => {
    expect(playwrightCounts(join(dir, 'missing.json')).failed).toBe(1);
  });
});

describe('the summary', () => {
  it('names skipped tests only when there are some', () => {
    expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('tests: 12 passed, 0 failed');
    expect(summaryLine({ passed: 12, failed: 1, skipped: 2 })).toBe('tests: 12 passed, 1 failed, 2 skipped');
  });

  it('lists each kind', () => {
    const lines = table([['unit', add(none(), { passed: 3, failed: 0, skipped: 1 })]]);
    expect(lines[1]).toMatch(/^unit +3 +0 +1$/);
  });
});
