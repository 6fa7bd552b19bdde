import { PASSWORD, expect, newPatient, sound, test } from '../fixtures';
import { totp } from '../totp';

test('somebody sets up two-step sign-in, signs in with a code and, without the device, with a recovery code', async ({ page }) => {
  test.slow();
  const main = page.getByRole('main');
  const email = await newPatient(page);
  await page.goto('/settings');
  await main.getByRole('link', { name: 'Second step' }).click();
  await sound(page);
  await main.getByLabel('Your password').fill(PASSWORD);
  await main.getByRole('button', { name: 'Go on' }).click();
  await expect(main.getByRole('img', { name: /QR code/ })).toBeVisible();
  await sound(page);
  const secret = await page.locator('#secret').innerText();

  await main.getByLabel('Six digits').fill('12');
  await main.getByRole('button', { name: 'Turn it on' }).click();
  await expect(main.getByText('This code is not right').first()).toBeVisible();
  await main.getByLabel('Six digits').fill(totp(secret));
  await main.getByRole('button', { name: 'Turn it on' }).click();
  const codes = page.locator('#recovery-codes li');
  await expect(codes).toHaveCount(10);
  await sound(page);
  const recovery = await codes.first().innerText();

  const signOut = async () => {
    await page.locator('[data-menu] summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/login');
  };
  const password = async () => {
    await main.getByLabel('E-mail').fill(email);
    await main.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await main.getByRole('button', { name: 'Sign in' }).click();
    await expect(main.getByLabel('Code')).toBeVisible();
  };

  await signOut();
  await password();
  await sound(page);
  await page.goto('/appointments');
  await expect(page, 'the password alone opens nothing').toHaveURL(/login/);
  await password();
  // The code of this half minute was used to confirm; devices may be one ahead.
  await main.getByLabel('Code').fill(totp(secret, 1));
  await main.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/login/);

  await signOut();
  await password();
  await main.getByLabel('Code').fill(recovery.toUpperCase());
  await main.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/login/);
  await page.goto('/settings/second-factor');
  await expect(main.getByText('9 recovery codes are left.')).toBeVisible();
  await sound(page);
});

test('a personal token is made, shown once, used and revoked', async ({ page, request }) => {
  const main = page.getByRole('main');
  await newPatient(page);
  await page.goto('/settings/tokens');
  await sound(page);
  await main.getByLabel('What is it for?').fill('calendar export');
  await main.getByLabel('Your password').fill(PASSWORD);
  await main.getByRole('button', { name: 'Make token' }).click();
  const token = await page.locator('#token').innerText();
  expect(token).toMatch(/^shs_[A-Za-z0-9_-]{48}$/);
  await sound(page);
  const me = () => request.get('/api/users/me/', { headers: { authorization: `Bearer ${token}` } });
  expect((await me()).status()).toBe(200);
  await page.goto('/settings/tokens');
  await expect(page.locator('#token')).toHaveCount(0);
  await main.locator('summary', { hasText: 'Revoke' }).click();
  await main.getByRole('button', { name: 'Revoke calendar export' }).click();
  await expect(main.getByText('You have no tokens')).toBeVisible();
  expect((await me()).status()).toBe(401);
});
