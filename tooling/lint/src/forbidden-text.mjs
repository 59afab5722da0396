/** @typedef {import('./files.mjs').Finding} Finding */

/** @type {readonly { rule: string, pattern: RegExp, files: RegExp, message: string }[]} */
const rules = [
  {
    rule: 'no-lint-disable',
    pattern: /(\/\/|\/\*|\{\/\*)\s*(eslint-disable|oxlint-disable|biome-ignore)/,
    files: /\.([cm]?[jt]sx?|css)$/,
    message: 'change the code, or change the rule for everybody; no exception in a file',
  },
  {
    rule: 'no-process-env',
    // The linter's own rule does not see a process that is imported.
    pattern: /\bprocess\.env\b|\benv\b.*from 'node:process'/,
    files: /^(apps\/\w+|packages\/(?!testkit\/)[\w-]+)\/src\/(?!(.*\/)?env\.ts$)(?!.*\.test\.tsx?$)/,
    message: 'the environment is read in env.ts of each app: take the value from there',
  },
  {
    rule: 'no-fixed-sleep',
    pattern: /\.waitForTimeout\(|await new Promise\(\(?\w+\)? => setTimeout\(\w+, \d/,
    files: /(\.(test|spec)\.[cm]?tsx?|^e2e\/.*\.ts)$/,
    message: 'wait for what is to happen (waitUntil, expect.poll, a locator), not for time to pass',
  },
  {
    rule: 'no-retry',
    pattern: /\bretr(y|ies):\s*[1-9]|\.retry\(\d/,
    files: /(\.(test|spec)\.[cm]?tsx?|vitest\.config\.ts|playwright\.config\.ts)$/,
    message: 'a test that fails now and then is broken: find out why',
  },
  {
    rule: 'no-skipped-test',
    pattern: /\b(it|test|describe)\.(skip|todo|fixme|fails)\b/,
    files: /\.(test|spec)\.[cm]?tsx?$/,
    message: 'a test runs or does not exist; runIf with a reason is for what a machine cannot do',
  },
  {
    rule: 'no-drizzle-push',
    pattern: /drizzle-kit push/,
    files: /(package\.json|\.mjs|\.ya?ml)$/,
    message: 'the database changes by migrations only',
  },
];

/**
 * @param {string} file relative to the repository
 * @param {string} source
 * @returns {Finding[]}
 */
export function checkForbiddenText(file, source) {
  // The rules and their tests name what they forbid.
  if (file.startsWith('tooling/lint/')) return [];
  const applicable = rules.filter(({ files }) => files.test(file));
  if (applicable.length === 0) return [];
  return source
    .split('\n')
    .flatMap((text, index) =>
      applicable
        .filter(({ pattern }) => pattern.test(text))
        .map(({ rule, message }) => ({ file, line: index + 1, rule, message })),
    );
}
