import { expect, newPatient, signIn, sound, test } from '../fixtures';
import type { Page } from '@playwright/test';

const NEW = 'three quiet otters swim';

/** Follows the link in the newest mail of this subject to an address: on a developer's machine mails are read on a page. */
async function follow(page: Page, to: string, subject: string) {
  await page.goto('/dev/outbox');
  const mails = page.getByRole('article').filter({ hasText: `To ${to},` });
  const mail = mails.filter({ has: page.getByRole('heading', { name: subject }) }).first();
  await mail.getByRole('link').first().click();
}

test('a new account confirms its address by the link in its mail', async ({ page }) => {
  const main = page.getByRole('main');
  const email = await newPatient(page);
  await page.goto('/account');
  await expect(main).toContainText('Please confirm your e-mail address');
  await sound(page);
  await main.getByRole('button', { name: 'Send the link again' }).click();
  await expect(page.getByText('A link is on its way.')).toBeVisible();
  await follow(page, email, 'Please confirm your e-mail address');
  await sound(page);
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await expect(page.getByText('Your e-mail address is confirmed.')).toBeVisible();
  await expect(page).toHaveURL(/\/account$/);
  await expect(main.getByText('Confirmed', { exact: true })).toBeVisible();
  await expect(main.getByText('This device')).toBeVisible();
  await sound(page);
});

test('a forgotten password is replaced by the link in a mail, which works once', async ({ page }) => {
  const main = page.getByRole('main');
  const email = await newPatient(page);
  await page.context().clearCookies();
  await page.goto('/login');
  await main.getByRole('link', { name: 'Forgot your password?' }).click();
  await sound(page);
  await page.getByLabel('E-mail').fill(email);
  await main.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('If this address has an account')).toBeVisible();
  await follow(page, email, 'Choose a new password');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
  const link = page.url();
  const field = page.getByLabel('New password');
  // The meter hears what is typed after it woke up.
  await expect(async () => {
    await field.fill('');
    await field.pressSequentially('password1234');
    await expect(main.getByText('That is too easy to guess.')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await field.fill(NEW);
  await expect(main.getByText('A strong password.')).toBeVisible();
  await sound(page);
  await main.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('Please sign in with the new one.')).toBeVisible();
  await signIn(page, email, NEW);

  await page.goto(link);
  await field.fill('another five herons');
  await main.getByRole('button', { name: 'Save the password' }).click();
  await expect(main).toContainText('This has expired.');
  await sound(page);
});
