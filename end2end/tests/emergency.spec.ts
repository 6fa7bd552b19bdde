import { expect, sound, test } from '../fixtures';

test('somebody with crushing chest pain is told whom to call before anything else, and cannot book', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('textbox', { name: /bothering you/i }).fill('My chest feels like an elephant is sitting on it, it goes down my left arm and I am sweating');
  await page.getByRole('main').getByRole('button', { name: /check|see|how urgent/i }).first().click();
  await expect(page).toHaveURL(/\/symptoms\/[0-9a-f-]{36}/);
  const call = page.getByRole('main').getByRole('link', { name: /call/i }).first();
  await expect(call).toBeVisible();
  await expect(call).toBeInViewport();
  await expect(call).toHaveAttribute('href', /^tel:/);
  await expect(page.getByRole('main').locator('a[href^="/book"]')).toHaveCount(0);
  await sound(page);
});

test('thoughts of suicide lead to the crisis line first', async ({ page }) => {
  await page.goto('/symptoms');
  await page.getByRole('textbox', { name: /bothering you/i }).fill('I do not want to live any more and think about ending my life');
  await page.getByRole('main').getByRole('button', { name: /check|see|how urgent/i }).first().click();
  await expect(page.getByRole('main')).toContainText(/you are not alone|crisis/i);
  await expect(page.getByRole('main').locator('a[href^="tel:"]').first()).toBeInViewport();
  await sound(page);
});

test('a text without symptoms is told so, kindly, and nothing typed is lost', async ({ page }) => {
  await page.goto('/symptoms');
  await page.getByRole('textbox', { name: /bothering you/i }).fill('Ich habe seit drei Tagen starke Kopfschmerzen');
  await page.getByRole('main').getByRole('button', { name: /check|see|how urgent/i }).first().click();
  await expect(page.getByRole('main')).toContainText(/only read English/i);
  await expect(page.getByRole('main')).toContainText('Kopfschmerzen');
  await sound(page);
});
