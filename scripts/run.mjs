// The commands of package.json. Needs Node and npm and nothing else; everything it imports is in this folder,
// in tooling/postgres, or part of Node.
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Switchroom needs Node 20.19 or later; this is Node ${process.versions.node}. Get a newer one from https://nodejs.org.\n`,
  );
  process.exit(1);
}
// Imported only now: an older Node would fail in these files before it could say the sentence above.
const { main } = await import('./lib/main.mjs');
process.exitCode = await main(process.argv.slice(2));
