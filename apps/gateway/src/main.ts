import { createApp } from './app';
import { composeRooms } from './compose';
import { type GatewayConfig, readConfig } from './env';
import { createLogger } from './observability/logger';

/** Process entry: start, graceful stop at SIGTERM and SIGINT, exit code 1 for anything that was not asked for. */
const config = configOrExit();
const logger = createLogger({ level: config.logLevel });
process.on('uncaughtException', (error) => fail(error, 'an error was not caught'));
process.on('unhandledRejection', (error) => fail(error, 'a rejection was not handled'));

let stopping = false;
try {
  const app = await createApp(config, { logger, rooms: composeRooms });
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      logger.warn({ signal }, 'asked to stop a second time; the gateway ends at once');
      process.exit(1);
    }
    stopping = true;
    logger.info({ signal }, 'the gateway is draining');
    setTimeout(() => {
      logger.error({ afterMs: config.shutdownMs }, 'draining took too long; the gateway ends now');
      process.exit(1);
    }, config.shutdownMs).unref();
    app.stop().then(
      () => {
        logger.info({}, 'the gateway has stopped');
        process.exit(0);
      },
      (error: unknown) => fail(error, 'the gateway could not stop cleanly'),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await app.start();
  logger.info({ url: app.url, host: config.host, forPbxs: config.gatewayUrl }, 'the gateway is listening');
} catch (error) {
  // Asked to stop in the middle of its start: what fails then, fails because of that.
  if (!stopping) fail(error, startFailure(error));
}

function configOrExit(): GatewayConfig {
  try {
    return readConfig();
  } catch (error) {
    process.stderr.write(
      `The gateway's environment is wrong.\n${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
}

function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'the gateway could not start';
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `port ${config.port} is in use: stop the other program, or choose another GATEWAY_PORT`;
  }
  if ('code' in error && error.code === 'ECONNREFUSED') {
    return 'the database of DATABASE_URL does not answer: is PostgreSQL running, and is the address right?';
  }
  return error.message;
}

function fail(error: unknown, message: string): never {
  logger.error({ err: error }, message);
  process.exit(1);
}
