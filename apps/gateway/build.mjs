// Bundles the gateway's programs into dist/: workspace packages inside, npm packages beside (node_modules), migrations copied.
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { dependencies } = JSON.parse(readFileSync(here('./package.json'), 'utf8'));
const external = Object.entries(dependencies)
  .filter(([, version]) => !version.startsWith('workspace:'))
  .map(([name]) => name);

const outdir = process.argv[2] ?? here('./dist');
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    main: here('./src/main.ts'),
    migrate: here('./src/migrate.ts'),
    audit: here('./src/audit-cli.ts'),
    keys: here('./src/keys.ts'),
    'seed-demo': here('./seeds/demo.ts'),
  },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: false,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  // Dependencies of workspace packages that are not ours as well (for example hashes of the protocol) go into the bundle.
  external: external.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});
cpSync(here('./migrations'), join(outdir, 'migrations'), { recursive: true });
