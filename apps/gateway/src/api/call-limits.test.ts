import { describe, expect, it } from 'vitest';
import { costlyProcedures, createCallLimits } from './call-limits';
import { appRouter } from './router';

const settings = {
  person: { burst: 3, perMinute: 60 },
  visitor: { burst: 2, perMinute: 60 },
  costly: { burst: 1, perMinute: 6 },
};
const ann = { id: 'ann', name: 'Ann', email: 'ann@example.test' };
const refused = (seconds: number) =>
  expect.objectContaining({ code: 'too-many-requests', params: { retryAfterSeconds: seconds } });
const outcome = (work: () => void) => {
  try {
    work();
    return 'ok';
  } catch (error) {
    return error;
  }
};

describe('limits of calls', () => {
  it('are per person, over all addresses, and come back with time', () => {
    let now = 0;
    const limits = createCallLimits(settings, () => now);
    const call = (caller = ann, address = '192.0.2.1') => outcome(() => limits.take('session.me', caller, address));
    expect([call(), call(ann, '192.0.2.2'), call(ann, '192.0.2.3')]).toEqual(['ok', 'ok', 'ok']);
    expect(call()).toEqual(refused(1));
    expect(call({ ...ann, id: 'bob' })).toBe('ok');
    now += 1000;
    expect([call(), call()]).toEqual(['ok', refused(1)]);
  });

  it('are per network where nobody is signed in', () => {
    const limits = createCallLimits(settings, () => 0);
    const call = (address: string) => outcome(() => limits.take('setup.state', undefined, address));
    expect([call('2001:db8:1:2::1'), call('2001:db8:1:2:ffff::9')]).toEqual(['ok', 'ok']);
    expect(call('2001:0db8:0001:0002:0:0:0:5')).toEqual(refused(1));
    expect([call('2001:db8:1:3::1'), call('192.0.2.1')]).toEqual(['ok', 'ok']);
  });

  it('count costly procedures apart, for programs too', () => {
    const limits = createCallLimits(settings, () => 0);
    const token = { id: 't', name: 'T', organisationId: 'o', permissions: [] };
    const call = (path: string, caller: Parameters<typeof limits.take>[1]) =>
      outcome(() => limits.take(path, caller, '192.0.2.1'));
    expect([call('mail.sendTest', ann), call('mail.sendTest', ann)]).toEqual(['ok', refused(10)]);
    expect(call('session.me', ann)).toBe('ok');
    const program = { ...ann, token };
    expect([call('pbxs.refresh', program), call('pbxs.refresh', program)]).toEqual(['ok', refused(10)]);
    for (let at = 0; at < 10; at += 1) expect(call('session.me', program)).toBe('ok');
  });

  it('count who looks in as themselves', () => {
    const limits = createCallLimits(settings, () => 0);
    const impersonation = {
      id: 'i',
      mode: 'view' as const,
      actor: { id: 'eve', name: 'Eve' },
      reason: '',
      expiresAt: new Date(),
    };
    for (let at = 0; at < 4; at += 1) outcome(() => limits.take('session.me', { ...ann, impersonation }, '192.0.2.1'));
    expect(outcome(() => limits.take('session.me', ann, '192.0.2.1'))).toBe('ok');
    expect(outcome(() => limits.take('session.me', { ...ann, id: 'eve' }, '192.0.2.1'))).toEqual(refused(1));
  });

  it('count as costly what ends streams of many people, and what makes us connect to where somebody said', () => {
    for (const path of [
      'policies.update',
      ...['archive', 'restore', 'move', 'previewMove'].map((name) => `organisations.${name}`),
      ...['create', 'update', 'test'].map((name) => `auditTrail.forwarders.${name}`),
      'pbxs.probeCertificate',
      'identityProviders.test',
      ...['checkTls', 'runOpenssl', 'probeExchange', 'probeOffice365'].map((name) => `connectivity.${name}`),
    ]) {
      const limits = createCallLimits(settings, () => 0);
      const call = () => outcome(() => limits.take(path, ann, '192.0.2.1'));
      expect([path, call(), call()]).toEqual([path, 'ok', refused(10)]);
    }
  });

  it('name only procedures that exist', () => {
    const known = Object.keys(appRouter._def.procedures);
    expect([...costlyProcedures].filter((path) => !known.includes(path))).toEqual([]);
  });
});
