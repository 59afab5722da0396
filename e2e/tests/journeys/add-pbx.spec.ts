import { randomUUID } from 'node:crypto';
import { createSelfSigned } from '@switchroom/testkit/tls';
import { freePort } from '@switchroom/testkit/process';
import { expect, test } from '../../fixtures/test';
import { newMock } from '../../setup/pbxs';
import { configured, fillWizard, linkSteps, readInstructions, trouble } from '../../support/wizard';

const LINK_MS = 20_000;
const some = (): string => randomUUID().slice(0, 8);

test('inbound: the PBX is configured with what the page shows, dials, and is online under the eyes of the person', async ({
  page,
  home,
}) => {
  const name = `Verona ${some()}`;
  const domain = `${some()}.test`;
  await fillWizard(page, home, 'The PBX dials us', {
    name: '',
    domain: 'nicht gültig',
    appObjectName: 'Mit Leerzeichen',
  });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name\./);
  await expect(page.getByLabel('System name')).toHaveAccessibleDescription(/Letters, digits, dots and hyphens only\./);
  await expect(page.getByLabel('Name of the App object')).toHaveAccessibleDescription(/No spaces/);

  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('System name').fill(domain);
  await page.getByLabel('Name of the App object').fill('switchroom-link');
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  const shown = await readInstructions(page);
  expect(shown.name).toBe('switchroom-link');
  expect(shown.url).toMatch(
    new RegExp(`^http://127\\.0\\.0\\.1:\\d+/app/${domain.replaceAll('.', '\\.')}/[^/]+/[^/.]+$`),
  );
  expect(shown.password).toMatch(/^.{15}$/);
  expect(shown.flags).toContain('websocket');
  await expect(linkSteps(page).first()).toHaveAttribute('aria-current', 'step');

  await using mock = configured(shown, { domain });
  mock.dial({ appObject: shown.name });
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });
  await expect(linkSteps(page)).toHaveText([
    /Connected.*done/,
    /Logged in.*done/,
    /Objects read.*done/,
    /Online.*done/,
  ]);

  // The password was shown once.
  await page.reload();
  await expect(page.getByText('The password is not shown again')).toBeVisible();
  expect(await page.content()).not.toContain(shown.password);
  await page.getByRole('link', { name: 'Open the PBX' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('14r1', { exact: false }).first()).toBeVisible();
});

test('outbound: an address that does not answer yet is named, and the link comes up once the PBX is configured', async ({
  page,
  home,
  problems,
}) => {
  problems.allow(/status of (400|502|503)/);
  const port = await freePort();
  await fillWizard(page, home, 'We dial the PBX', { name: `Wien ${some()}`, address: `ws://127.0.0.1:${port}` });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Is this your PBX?' })).toBeVisible();
  await page.getByRole('button', { name: /^Add (the PBX|it anyway)$/ }).click();
  const shown = await readInstructions(page);
  await expect(trouble(page, 'Connection refused')).toBeVisible({ timeout: LINK_MS });
  await expect(page.getByText('The host answers, but nothing listens on this port.')).toBeVisible();

  await using mock = configured(shown);
  await mock.serve({ port, host: '127.0.0.1' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });
  // Websocket stays off: the PBX must not open a connection of its own.
  expect(shown.flags).not.toContain('websocket');
});

test('a wrong password is named, never tried again by itself, and cured in place', async ({ page, home }) => {
  await using mock = newMock({ appObject: 'switchroom', password: 'right-one' });
  const { port } = await mock.serve({ port: 0, host: '127.0.0.1' });
  await fillWizard(page, home, 'We dial the PBX', {
    name: `Graz ${some()}`,
    address: `127.0.0.1:${port}`,
    appObjectName: 'switchroom',
    password: 'wrong-one',
  });
  await page.getByLabel('Address').fill(`ws://127.0.0.1:${port}`);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Not encrypted')).toBeVisible();
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(trouble(page, 'Password refused')).toBeVisible({ timeout: LINK_MS });
  await expect(page.getByText(/It is not tried again, so that nothing gets locked\./)).toBeVisible();
  await expect(linkSteps(page).nth(1)).toContainText('stopped');
  const logins = (): number => mock.journal.count({ mt: 'AppLogin', direction: 'in' });
  expect(logins()).toBe(1);

  await page.getByRole('button', { name: 'Set another password' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Another password for this link' });
  await dialog.getByRole('radio', { name: /^Use the one that stands on the PBX/ }).click();
  await dialog.getByLabel('Password', { exact: true }).fill('right-one');
  await dialog.getByRole('button', { name: 'Set the password' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });
  expect(logins()).toBe(2);
});

test('inbound with a wrong password: named on the page while the PBX keeps trying, and gone when it is right', async ({
  page,
  home,
}) => {
  const domain = `${some()}.test`;
  await fillWizard(page, home, 'The PBX dials us', { name: `Linz ${some()}`, domain });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  const shown = await readInstructions(page);
  await using mock = configured({ ...shown, password: 'mistyped' }, { domain });
  mock.dial({ appObject: shown.name, reconnect: { minMs: 200, maxMs: 500 } });
  await expect(trouble(page, 'Password refused')).toBeVisible({ timeout: LINK_MS });
  mock.admin.setPassword(shown.name, shown.password ?? '');
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });
});

test('an App object with another Name is named as such', async ({ page, home }) => {
  const domain = `${some()}.test`;
  await fillWizard(page, home, 'The PBX dials us', { name: `Bozen ${some()}`, domain });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  const shown = await readInstructions(page);
  await using mock = configured({ ...shown, name: 'another-name' }, { domain });
  mock.dial({ appObject: 'another-name', reconnect: { minMs: 200, maxMs: 500 } });
  await expect(trouble(page, 'App object not known')).toBeVisible({ timeout: LINK_MS });
  await expect(page.getByText('Compare Name and URL of the App object with the instructions.')).toBeVisible();
});

test('an App object without Admin is named, and goes on by itself once it is ticked', async ({ page, home }) => {
  const domain = `${some()}.test`;
  await fillWizard(page, home, 'The PBX dials us', { name: `Meran ${some()}`, domain });
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  const shown = await readInstructions(page);
  await using mock = configured({ ...shown, flags: shown.flags.filter((flag) => flag !== 'admin') }, { domain });
  mock.dial({ appObject: shown.name, reconnect: { minMs: 200, maxMs: 500 } });
  await expect(trouble(page, 'Admin is not ticked')).toBeVisible({ timeout: LINK_MS });
  mock.admin.updateObject(shown.name, {
    pseudo: { type: 'app', app: { ...mock.state.app(shown.name), admin: true } },
  });
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });
});

test('a certificate of the PBX itself is shown before anything is sent, pinned by the person, and its change stops the link', async ({
  page,
  home,
}) => {
  const certificate = await createSelfSigned();
  await using mock = newMock({ password: 'link-secret-1' });
  const server = await mock.serve({ port: 0, host: '127.0.0.1', tls: certificate });
  await fillWizard(page, home, 'We dial the PBX', {
    name: `Trento ${some()}`,
    address: `localhost:${server.port}`,
    appObjectName: 'switchroom',
    password: 'link-secret-1',
  });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('The certificate is not trusted')).toBeVisible();
  await expect(page.getByText('The PBX has signed it itself.')).toBeVisible();
  const shownFingerprint = (text: string): string => text.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
  const pictured = await page.getByText(/^[0-9A-Fa-f:]{64,95}$/).textContent();
  expect(shownFingerprint(pictured ?? '')).toBe(shownFingerprint(certificate.fingerprint256));
  await expect(page.getByRole('button', { name: 'Add the PBX' })).toBeDisabled();
  expect(mock.journal.count()).toBe(0);
  await page.getByRole('checkbox', { name: /^Pin this certificate/ }).click();
  await page.getByRole('button', { name: 'Add the PBX' }).click();
  await expect(page.getByText('The PBX is online', { exact: true })).toBeVisible({ timeout: LINK_MS });

  const frames = mock.journal.count({ mt: 'AppLogin', direction: 'in' });
  await server.close();
  const { port } = server;
  await mock.serve({ port, host: '127.0.0.1', tls: await createSelfSigned() });
  await expect(trouble(page, 'Another certificate than the pinned one')).toBeVisible({
    timeout: LINK_MS,
  });
  expect(mock.journal.count({ mt: 'AppLogin', direction: 'in' })).toBe(frames);
});
