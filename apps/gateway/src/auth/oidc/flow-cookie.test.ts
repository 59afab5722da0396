import { describe, expect, it } from 'vitest';
import { createFlowCookies, type Flow, FLOW_MS } from './flow-cookie';

const secret = 'a lasting secret of the installation';
const flow: Flow = {
  providerId: 'p1',
  state: 'state-of-one-departure-0123456789',
  nonce: 'nonce-1',
  verifier: 'verifier-1',
  startedAt: 1_000_000,
  next: '/o/x',
  confirms: null,
};
const at = (now: number, secure = false) => createFlowCookies({ secret, secure, now: () => now });
const sent = (setCookie: string) => setCookie.split(';', 1)[0] ?? '';

describe('the cookie of a departure', () => {
  it('comes back as it was, and says nothing to whoever reads it', () => {
    const cookie = at(flow.startedAt).begin(flow);
    expect(at(flow.startedAt).read(`a=b; ${sent(cookie)}; c=d`, flow.state)).toEqual(flow);
    for (const hidden of [flow.verifier, flow.nonce, flow.next]) expect(cookie).not.toContain(hidden);
    expect(cookie).toContain('Path=/api/auth/oidc; HttpOnly; SameSite=Lax');
    expect(at(0, true).begin(flow)).toMatch(/^__Secure-switchroom\.sso\..*; Secure$/);
  });

  it('is worth nothing after ten minutes, for another state, from another installation, or altered', () => {
    const cookie = sent(at(flow.startedAt).begin(flow));
    const read = (value: string, now = flow.startedAt) => at(now).read(value, flow.state);
    expect(read(cookie, flow.startedAt + FLOW_MS)).toEqual(flow);
    expect(read(cookie, flow.startedAt + FLOW_MS + 1)).toBeUndefined();
    expect(at(flow.startedAt).read(cookie, 'another-state-0123456789')).toBeUndefined();
    expect(at(flow.startedAt).read(cookie, `${flow.state.slice(0, 12)}-but-another-tail`)).toBeUndefined();
    expect(createFlowCookies({ secret: 'other', secure: false }).read(cookie, flow.state)).toBeUndefined();
    for (const index of [30, 50, cookie.length - 2]) {
      const altered = `${cookie.slice(0, index)}${cookie[index] === 'A' ? 'B' : 'A'}${cookie.slice(index + 1)}`;
      expect(read(altered)).toBeUndefined();
    }
    expect(read('')).toBeUndefined();
    expect(read(`${cookie.split('=', 1)[0]}=short`)).toBeUndefined();
  });

  it('ends with the return', () => {
    expect(at(0).end(flow.state)).toMatch(/^switchroom\.sso\.state-of-one=; Max-Age=0; Path=\/api\/auth\/oidc/);
  });
});
