import { expect, test, vi } from 'vitest';

test('a page says as whom it was opened, for as long as it is loaded', async () => {
  const { identityHeaders, rememberIdentity } = await import('./identity');
  expect(identityHeaders()).toEqual({});
  const user = { id: 'carla', name: 'Carla', email: 'c@example.test' };
  expect(rememberIdentity({ user, impersonation: null })).toBe(true);
  expect(rememberIdentity({ user, impersonation: null })).toBe(true);
  expect(identityHeaders()).toEqual({ 'x-switchroom-as': 'carla' });
  const visit = { id: 'visit', mode: 'view' as const, actor: 'Rita', reason: '', expiresAt: new Date() };
  expect(rememberIdentity({ user, impersonation: visit })).toBe(false);
  expect(identityHeaders()).toEqual({ 'x-switchroom-as': 'carla' });

  vi.resetModules();
  const loadedAnew = await import('./identity');
  expect(loadedAnew.rememberIdentity({ user, impersonation: visit })).toBe(true);
  expect(loadedAnew.identityHeaders()).toEqual({ 'x-switchroom-as': 'carla visit' });
});
