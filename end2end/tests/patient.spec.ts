import { HARMLESS, ask, expect, newPatient, sound, test } from '../fixtures';
import type { Page } from '@playwright/test';

/** From symptoms to an appointment that is moved and cancelled; the same with and without JavaScript. */
async function journey(page: Page, look: (page: Page) => Promise<void>) {
  const main = page.getByRole('main');
  await newPatient(page);
  await page.goto('/');
  await look(page);
  await ask(page, HARMLESS);
  await expect(main).toContainText('runny nose');
  await look(page);

  await main.locator('a[href^="/book/"]').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Book this time');
  await expect(main).toContainText('Your symptom report');
  await look(page);
  await main.getByRole('button', { name: /^Hold this time/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm your appointment');
  await look(page);
  await main.getByLabel('Why do you come?').fill('A cold that will not go away');
  await main.getByRole('button', { name: 'Confirm the appointment' }).click();
  await expect(page).toHaveURL(/\/appointments\/[0-9a-f-]{36}$/);
  await expect(page.getByText('Your appointment is booked.')).toBeVisible();
  await expect(main).toContainText('A cold that will not go away');
  await look(page);

  await page.goto('/appointments');
  await expect(main).toContainText('Booked');
  await look(page);
  await main.locator('a[href^="/appointments/"]').first().click();
  const before = await main.locator('time').first().getAttribute('datetime');
  await main.getByRole('link', { name: 'Move to another time' }).click();
  await look(page);
  await main.getByRole('button', { name: /\d/ }).nth(1).click();
  await expect(page.getByText('Your appointment is moved.')).toBeVisible();
  expect(await main.locator('time').first().getAttribute('datetime')).not.toBe(before);

  await main.locator('summary', { hasText: 'Cancel the appointment' }).click();
  await look(page);
  await main.getByLabel('If you like, say why').fill('I feel well again');
  await main.getByRole('button', { name: 'Cancel the appointment' }).click();
  await expect(page.getByText('The appointment is cancelled.')).toBeVisible();
  await expect(main).toContainText('Cancelled');
  await expect(main).toContainText('I feel well again');
}

test('a patient describes symptoms, books, moves and cancels', async ({ page }) => {
  await journey(page, sound);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a patient describes symptoms, books, moves and cancels', async ({ page }) => {
    // axe is a script itself: it looks at the same pages in the test above.
    await journey(page, async () => {});
  });
});

test('a held time can be let go, and its clock runs', async ({ page }) => {
  const main = page.getByRole('main');
  await newPatient(page);
  await ask(page, HARMLESS);
  await main.locator('a[href^="/book/"]').first().click();
  await main.getByRole('button', { name: /^Hold this time/ }).click();
  const clock = main.getByText(/\d:\d\d left/);
  const first = await clock.textContent();
  await expect(clock).not.toHaveText(first ?? '');
  await main.getByRole('button', { name: 'Let this time go' }).click();
  await expect(page).not.toHaveURL(/hold/);
});

test('what was typed stays when a field is wrong, with the message beside it', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Full name').fill('Ann Other');
  await page.getByLabel('E-mail').fill('ann@example');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.locator('form[method=post]').last().evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Full name')).toHaveValue('Ann Other');
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example');
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await sound(page);
});

test('doctors are found by specialty and the address can be shared', async ({ page }) => {
  await page.goto('/doctors?specialty=cardiology');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 2 }).or(main.getByRole('heading', { level: 3 })).first()).toBeVisible();
  await expect(page.getByLabel('For', { exact: true })).toHaveValue('cardiology');
  await sound(page);
  await main.locator('a[href^="/doctors/"]').first().click();
  await expect(main).toContainText('Cardiology');
  await sound(page);
});
