import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCallHistory } from './call-history';
import { benchCodec } from './codec';
import { benchFleet } from './fleet';
import { type Figure, print } from './stats';
import { benchTenants } from './tenants';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    links: { type: 'string', default: '1000' },
    changes: { type: 'string', default: '50' },
    samples: { type: 'string', default: '200' },
    records: { type: 'string', default: '1000000' },
  },
});

/** `npm run bench` measures everything, `npm run bench -- tenants` one part. */
const parts: Record<string, () => Figure[] | Promise<Figure[]>> = {
  codec: benchCodec,
  fleet: () => benchFleet(Number(values.links), Number(values.changes)),
  tenants: () => benchTenants(Number(values.samples)),
  'call-history': () => benchCallHistory(Number(values.records)),
};
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}.`);

console.log(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await measure()));
}
print(figures);
