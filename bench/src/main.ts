import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCodec } from './codec';
import { benchFleet } from './fleet';
import { print } from './stats';

const { values } = parseArgs({
  options: { links: { type: 'string', default: '1000' }, changes: { type: 'string', default: '50' } },
});

console.log(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
const codec = benchCodec();
const fleet = await benchFleet(Number(values.links), Number(values.changes));
print([...codec, ...fleet]);
