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
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*["set-cookie"]`]),
        censor: '[redacted]',
      },
    },
    ...(options.destination === undefined ? [] : [options.destination]),
  );
}

/** Says nothing: for tools and tests. */
export const silentLogger = pino({ level: 'silent' });
