import { expect, test } from '../../fixtures/test';
import { open } from '../../support/open';
import { live } from '../../support/pages';

const always = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const pages = { ...always, 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' };

test('every answer of the portal carries its headers, and TLS is insisted on where it is used', async ({
  page,
  request,
  home,
}) => {
  await open(page, home);
  const script = await page.locator('script[src*="_next/static"]').first().getAttribute('src');
  for (const path of [home, '/sign-in', '/nothing', '/api/trpc/session.me', '/api/auth/get-session']) {
    const plain = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(plain, path).toMatchObject(pages);
    expect(plain, path).not.toHaveProperty('x-powered-by');
    expect(plain, path).not.toHaveProperty('x-middleware-rewrite');
    expect(plain, path).not.toHaveProperty('strict-transport-security');
    expect(plain, path).not.toHaveProperty('access-control-allow-origin');
    expect(plain['content-security-policy'], path).toMatch(/frame-ancestors 'none'/);
    expect(plain['cache-control'], path).toMatch(/no-store/);
    const secure = (await request.get(path, { maxRedirects: 0, headers: { 'x-forwarded-proto': 'https' } })).headers();
    expect(secure['strict-transport-security'], path).toMatch(/^max-age=\d{8}/);
  }
  expect((await request.get(script ?? '')).headers()).toMatchObject(always);
});

test('scripts run by a nonce that is never the same, and nothing else runs', async ({
  page,
  request,
  home,
  problems,
}) => {
  const policyOf = async () => (await request.get(home)).headers()['content-security-policy'] ?? '';
  const [one, two] = [await policyOf(), await policyOf()];
  expect(one).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic';/);
  expect(one).not.toBe(two);
  expect(one).not.toContain('unsafe-eval');
  expect(one).toMatch(/object-src 'none'; base-uri 'none'; form-action 'self'/);

  problems.allow(/Content Security Policy|violates the following/);
  await open(page, home);
  const ran = await page.evaluate(async () => {
    const marker = window as unknown as { ran?: string };
    const script = document.createElement('div');
    script.innerHTML = '<img src="x:" onerror="window.ran = \'handler\'"><svg onload="window.ran = \'svg\'"></svg>';
    document.body.append(script);
    const inline = document.createElement('script');
    inline.textContent = "window.ran = 'inline'";
    // As markup that came in from outside would: without the trust of the script that adds it.
    document.body.insertAdjacentHTML('beforeend', inline.outerHTML);
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    return marker.ran;
  });
  expect(ran).toBeUndefined();
});

test('a page of another site cannot act with the cookies of a person', async ({ request, world }) => {
  const headers = { origin: 'https://evil.example' };
  for (const path of ['/api/auth/sign-out', '/api/trpc/organisations.create']) {
    expect((await request.post(`${world.portalUrl}${path}`, { headers, data: {} })).status(), path).toBe(403);
  }
  expect((await request.get(`${world.portalUrl}/api/trpc/session.me`)).status()).toBe(200);
});

test('signing out ends the live updates without a word of complaint', async ({ world, browser }) => {
  const context = await browser.newContext({ baseURL: world.portalUrl, storageState: { cookies: [], origins: [] } });
  const complaints: string[] = [];
  const own = await context.newPage();
  own.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const other = await context.newPage();
  other.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await open(own, '/sign-in');
  await own.getByLabel('E-mail').fill('admin@example.test');
  await own.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
  await own.getByRole('button', { name: 'Sign in' }).click();
  await live(own);
  await open(other, '/');
  await live(other);
  const refused: string[] = [];
  for (const one of [own, other]) {
    one.on('websocket', (socket) => refused.push(socket.url()));
  }
  await own.getByRole('button', { name: 'Account and settings' }).click();
  await own.getByRole('button', { name: 'Sign out' }).click();
  await expect(own).toHaveURL(/\/sign-in$/);
  // The other tab had nothing to do with it, and leaves all the same.
  await expect(other).toHaveURL(/\/sign-in\?/);
  expect(refused).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
