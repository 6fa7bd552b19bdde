import { expect, newPatient, PASSWORD, signIn, sound, test } from '../fixtures';
import { readFile } from 'node:fs/promises';

test('somebody takes a copy of everything, agrees, and takes it back', async ({ page }) => {
  const main = page.getByRole('main');
  await newPatient(page);
  await page.goto('/settings');
  await main.getByRole('link', { name: 'Your data' }).click();
  await sound(page);
  const copy = main.getByRole('form', { name: 'A copy of everything' });
  await copy.getByLabel('Your password').fill('not my password');
  await copy.getByRole('button').click();
  await expect(main).toContainText('This is not your password.');
  await sound(page);
  await copy.getByLabel('Your password').fill(PASSWORD);
  const [download] = await Promise.all([page.waitForEvent('download'), copy.getByRole('button').click()]);
  expect(download.suggestedFilename()).toMatch(/^smart-health-.*\.zip$/);
  const zip = await readFile(await download.path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');

  await page.goto('/settings/privacy');
  await main.getByRole('button', { name: /^Agree/ }).click();
  await expect(page.getByText('It is noted.')).toBeVisible();
  await main.getByRole('button', { name: /^Take back/ }).click();
  await expect(main.getByText(/^Taken back/)).toBeVisible();
});

test('who asks for the end of an account can sign in and keep it', async ({ page }) => {
  const main = page.getByRole('main');
  const email = await newPatient(page);
  await page.goto('/settings/privacy');
  const end = main.getByRole('form', { name: 'Delete the account' });
  await end.getByLabel('Your password').fill(PASSWORD);
  await end.getByRole('button').click();
  await expect(page.getByText('Your account is going to be deleted')).toBeVisible();
  await signIn(page, email);
  await page.goto('/settings/privacy');
  await expect(main.getByText('Your account is going to be deleted')).toBeVisible();
  await sound(page);
  await main.getByRole('button', { name: 'Keep my account' }).click();
  await expect(page.getByText('Your account stays.')).toBeVisible();
  await expect(end).toBeVisible();
});

test('an administrator holds the data of an account and lets them go', async ({ page, browser }) => {
  const main = page.getByRole('main');
  const owner = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  const email = await newPatient(owner);
  await owner.context().close();
  await signIn(page, 'admin@demo.example');
  await page.goto(`/admin?text=${encodeURIComponent(email)}`);
  await main.getByRole('link', { name: `Hold data of ${email}` }).click();
  await sound(page);
  await main.getByRole('button', { name: 'Hold' }).click();
  await expect(main).toContainText('Please say why.');
  await main.getByLabel('Why').fill('Case 4711');
  await main.getByRole('button', { name: 'Hold' }).click();
  await expect(main).toContainText('Case 4711');
  await sound(page);
  await main.locator('summary', { hasText: 'Let go' }).click();
  await main.getByRole('button', { name: 'Let go' }).click();
  await expect(main.getByLabel('Why')).toBeVisible();
});
