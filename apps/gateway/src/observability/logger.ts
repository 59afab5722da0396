import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

/** Names whose values never reach a log line, at the top and one or two levels down. */
const secretFields = ['password', 'pwd', 'digest', 'challenge', 'token', 'secret', 'key', 'cookie', 'authorization'];

/** JSON lines on stdout: level as a word, ISO time, secrets replaced. */
export function createLogger(options: { level: string; destination?: DestinationStream }): PinoLogger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggableError, error: loggableError },
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*["set-cookie"]`]),
        censor: '[redacted]',
      },
    },
    ...(options.destination === undefined ? [] : [options.destination]),
  );
}

/** An error as JSON, without the values of a failed query: they can be anybody's data. */
function loggableError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const plain: Record<string, unknown> = { ...pino.stdSerializers.errWithCause(error) };
  withoutParameters(plain);
  return plain;
}

function withoutParameters(plain: Record<string, unknown>): void {
  delete plain['params'];
  for (const key of ['message', 'stack']) {
    const value = plain[key];
    if (typeof value === 'string') plain[key] = value.replace(/\nparams: .*(?=\n {4}at |$)/s, '');
  }
  const { cause } = plain;
  if (typeof cause === 'object' && cause !== null) withoutParameters(cause as Record<string, unknown>);
}

/** Says nothing: for tools and tests. */
export const silentLogger = pino({ level: 'silent' });
