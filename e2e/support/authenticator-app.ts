import { TOTP } from 'otpauth';
import { noteSecret } from '../setup/secrets-check';

const STEP_MS = 30_000;

/**
 * What an authenticator app shows for a key, each code once. It runs up to one step ahead of the clock, which the gateway
 * takes, so two codes are there at any time without waiting.
 */
export function authenticatorApp(secret: string): { code: () => string } {
  noteSecret(secret);
  const app = new TOTP({ secret });
  let last = 0;
  return {
    code() {
      const now = Math.floor(Date.now() / STEP_MS);
      last = Math.max(now, last + 1);
      if (last > now + 1) throw new Error('a third code within a minute: a person would have to wait for it');
      return app.generate({ timestamp: last * STEP_MS });
    },
  };
}
