// Starts the embedded PostgreSQL in the directory named, says so, and stays until it is killed or told to stop.
import process from 'node:process';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../src/index.mjs';

const [dataDir = '', port] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({
    dataDir,
    ...(port === undefined ? {} : { port: Number(port) }),
    log: (line) => process.stdout.write(`log: ${line}\n`),
  });
  process.stdout.write(`ready ${JSON.stringify({ url: server.url, pid: server.pid, port: server.port })}\n`);
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  process.stdout.write(`refused ${error.code}: ${error.message}\n`);
  process.exit(1);
}
