import { describe, expect, it } from 'vitest';
import { AppError, appErrorJsonSchema, invalidField } from './app-error';

describe('AppError', () => {
  it('travels as JSON without message, stack and cause', () => {
    const error = new AppError('pbx-refused', {
      message: 'internal words',
      params: { text: 'duplicate' },
      cause: new Error('x'),
    });
    const json: unknown = JSON.parse(JSON.stringify(error));
    expect(json).toEqual({ code: 'pbx-refused', retryable: false, params: { text: 'duplicate' } });
    expect(appErrorJsonSchema.parse(json)).toEqual(json);
  });

  it('says which errors are worth another try', () => {
    expect(new AppError('unavailable').retryable).toBe(true);
    expect(new AppError('pbx-outcome-unknown').retryable).toBe(false);
  });

  it('names the field', () => {
    expect(invalidField('form.name', 'name-taken', { name: 'fax' }).fields).toEqual([
      { path: 'form.name', rule: 'name-taken', params: { name: 'fax' } },
    ]);
  });
});
