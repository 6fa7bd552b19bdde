import { PASSWORD, expect, signIn, sound, test } from '../fixtures';

// Keys are made for names, and an address of numbers has none.
test.use({ baseURL: (process.env.BASE_URL ?? 'http://127.0.0.1:3000').replace('127.0.0.1', 'localhost') });

test('somebody signs in with their device instead of a password', async ({ page, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium lends a device to tests');
  test.slow();
  const main = page.getByRole('main');
  // One of the demonstration's patients: registrations of one address are limited, and others need them.
  await signIn(page, 'patient30@demo.example');
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = { protocol: 'ctap2' as const, transport: 'internal' as const, hasResidentKey: true, hasUserVerification: true };
  const ready = { ...options, isUserVerified: true, automaticPresenceSimulation: true };
  await device.send('WebAuthn.addVirtualAuthenticator', { options: ready });

  await page.goto('/settings');
  await main.getByRole('link', { name: 'Passkeys' }).click();
  await expect(main).toContainText('You have no passkeys');
  await sound(page);
  await main.getByLabel('What do you call the device?').fill('My phone');
  await main.getByLabel('Your password').fill('a guess');
  await main.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(main.getByText('This is not your password.')).toBeVisible();
  await sound(page);
  await main.getByLabel('Your password').fill(PASSWORD);
  await main.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByText('The passkey opens your account from now on.')).toBeVisible();
  await expect(main.getByRole('listitem').filter({ hasText: 'My phone' })).toContainText('never used');
  await sound(page);
  await main.getByLabel('What do you call the device?').fill('The same phone');
  await main.getByLabel('Your password').fill(PASSWORD);
  await main.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(main.getByText('This device has a passkey for your account already.')).toBeVisible();

  const signOut = async () => {
    await page.locator('[data-menu] summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/login?next=/settings/passkeys');
  };
  await signOut();
  await sound(page);
  await main.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(/settings\/passkeys/);
  await expect(main.getByRole('listitem').filter({ hasText: 'My phone' })).not.toContainText('never used');

  await main.locator('summary', { hasText: 'Remove' }).click();
  await main.getByRole('button', { name: 'Remove My phone' }).click();
  await expect(page.getByText('The passkey opens your account no more.')).toBeVisible();
  await signOut();
  await main.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(main.getByRole('alert').filter({ hasText: 'This passkey does not open an account here.' })).toBeVisible();
  await expect(page).toHaveURL(/login/);
  await sound(page);
});
