// Checks the repository against the rules that the linter cannot express. Exit code 1 when there are findings.
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { checkTree } from './check.mjs';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', '..');
const findings = checkTree(root);
for (const { file, line, rule, message } of findings)
  process.stdout.write(`${file}:${line ?? 1}  ${rule}  ${message}\n`);
if (findings.length > 0) process.stdout.write(`${findings.length} findings\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
