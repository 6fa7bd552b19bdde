import { HARMLESS, expect, newPatient, test } from '../fixtures';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function reach(page: Page, target: Locator) {
  for (let i = 0; i < 150; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${target}`);
}

test('a patient describes symptoms, books and cancels by keyboard alone', async ({ page }) => {
  // Some hundred presses of a key, each waited for.
  test.slow();
  const main = page.getByRole('main');
  await newPatient(page);
  await page.goto('/symptoms');
  await reach(page, page.getByLabel('What is bothering you?'));
  await page.keyboard.type(HARMLESS);
  await reach(page, main.getByRole('button', { name: 'See what it may be' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/symptoms\/[0-9a-f-]{36}/);
  if (page.url().includes('/questions')) {
    await reach(page, main.getByRole('link', { name: 'See the result now' }));
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(/questions/);
  }
  await reach(page, main.locator('a[href^="/book/"]').first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Book this time');
  await reach(page, main.getByRole('button', { name: /^Hold this time/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm your appointment');
  await reach(page, main.getByRole('button', { name: 'Confirm the appointment' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your appointment is booked.')).toBeVisible();
  await reach(page, main.locator('summary', { hasText: 'Cancel the appointment' }));
  await page.keyboard.press('Enter');
  await reach(page, main.getByRole('button', { name: 'Cancel the appointment' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The appointment is cancelled.')).toBeVisible();
});
