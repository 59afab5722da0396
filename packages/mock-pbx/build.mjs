// Bundles the commands into files that plain Node 20 runs; workspace packages and npm dependencies are inside.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: { cli: here('./src/cli.ts'), 'demo-fleet': here('./src/demo-fleet.ts') },
  outdir: process.argv[2] ?? here('./dist'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Optional accelerators that ws looks for and does without.
  external: ['bufferutil', 'utf-8-validate'],
  // ws is CommonJS and requires Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
});
