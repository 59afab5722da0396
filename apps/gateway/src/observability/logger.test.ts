import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } });
  return {
    logger,
    last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
    text: () => lines.join(''),
  };
}

describe('the log', () => {
  it('is one JSON object a line, with level and time in words', () => {
    const { logger, last } = capture();
    logger.info({ requestId: 'r' }, 'a sentence');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: 'r',
      msg: 'a sentence',
    });
  });

  it('never holds what goes by the name of a secret', () => {
    const { logger, text } = capture();
    logger.warn({ password: 'hunter2', frame: { digest: 'hunter2' }, a: { b: { pwd: 'hunter2' } } }, 'x');
    logger.warn({ headers: { cookie: 'hunter2', authorization: 'hunter2' } }, 'x');
    expect(text()).not.toContain('hunter2');
    expect(text().match(/\[redacted\]/g)).toHaveLength(5);
  });

  it.each(['err', 'error'])('tells what a failed query was, without its values (as %s)', (field) => {
    const { logger, last, text } = capture();
    const failed = new DrizzleQueryError(
      'insert into t values ($1, $2)',
      ['hunter2', 'line\nhunter2'],
      new Error('boom'),
    );
    logger.error({ [field]: new Error('outer', { cause: failed }) }, 'x');
    expect(text()).not.toContain('hunter2');
    expect(text()).toContain('insert into t');
    expect(text()).toContain('boom');
    expect(last()[field]).toMatchObject({ message: 'outer', stack: expect.stringMatching(/logger\.test/) });
  });
});
