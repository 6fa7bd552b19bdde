import { ask, expect, sound, test } from '../fixtures';

test('somebody with crushing chest pain is told whom to call before anything else, and cannot book', async ({ page }) => {
  await ask(page, 'My chest feels like an elephant is sitting on it, the pain goes down my left arm and I am sweating', '58');
  const main = page.getByRole('main');
  const call = main.locator('a[href^="tel:"]').first();
  await expect(call).toBeInViewport();
  await expect(main.locator('a[href^="/book"]')).toHaveCount(0);
  const numbers = await page.locator('a[href^="tel:"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  // The browser reads British English, and its clock is set to Berlin: one is where it is, the other what it was made for.
  expect([...new Set(numbers)]).toEqual(['tel:112']);
  await sound(page);
});

test('thoughts of suicide lead to a crisis line first', async ({ page }) => {
  await ask(page, 'I do not want to live any more and I think about ending my life');
  await expect(page.getByRole('main').locator('a[href^="tel:"]').first()).toBeInViewport();
  await expect(page.getByRole('main').locator('a[href^="/book"]')).toHaveCount(0);
  await sound(page);
});

test('a text in another language is answered kindly and is not lost', async ({ page }) => {
  await ask(page, 'Ich habe seit drei Tagen starke Kopfschmerzen und mir ist schlecht');
  await expect(page.getByRole('main')).toContainText('only read English');
  await expect(page.getByRole('main')).toContainText('Kopfschmerzen');
  await sound(page);
});
