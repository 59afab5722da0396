import { expect, test } from 'vitest';
import { identityHeaders, rememberIdentity } from './identity';

test('a page says as whom it was opened', () => {
  expect(identityHeaders()).toEqual({});
  const user = { id: 'carla', name: 'Carla', email: 'c@example.test' };
  rememberIdentity({ user, impersonation: null });
  expect(identityHeaders()).toEqual({ 'x-switchroom-as': 'carla' });
  const visit = { id: 'visit', mode: 'view' as const, actor: 'Rita', reason: '', expiresAt: new Date() };
  rememberIdentity({ user, impersonation: visit });
  expect(identityHeaders()).toEqual({ 'x-switchroom-as': 'carla visit' });
});
