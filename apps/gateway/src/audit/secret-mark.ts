import { createHmac } from 'node:crypto';

const format = /^hmac-sha256:[0-9a-f]{32}$/;

/**
 * A secret as the audit log may hold it: equal secrets of one organisation have equal marks, and nobody without the key
 * learns more than that. The organisation is part of it, so that nobody finds out by trying which secret another
 * organisation uses.
 */
export function secretMark(key: Buffer, organisationId: string, value: string): string {
  const digest = createHmac('sha256', key)
    .update(JSON.stringify([organisationId, value]))
    .digest('hex');
  return `hmac-sha256:${digest.slice(0, 32)}`;
}

export function isSecretMark(value: unknown): boolean {
  return typeof value === 'string' && format.test(value);
}
