import { describe, expect, sound, test } from '../fixtures';
import type { Page } from '@playwright/test';

const VAGUE = 'I have a headache and I feel unwell';

/** Answers whatever is asked, until there is nothing more to ask. */
async function interview(page: Page, look: (page: Page) => Promise<void>) {
  const main = page.getByRole('main');
  await describe(page, VAGUE);
  await expect(page).toHaveURL(/questions/);
  await expect(main).toContainText('Question 1');
  await look(page);
  for (let asked = 0; page.url().includes('/questions') && asked < 14; asked++) {
    const before = await main.textContent();
    const no = main.getByRole('button', { name: 'No', exact: true });
    if (await no.count()) await no.click();
    else {
      const time = main.getByRole('radio').first();
      if (await time.count()) await time.check();
      await main.getByRole('button', { name: 'Go on' }).click();
    }
    await expect(main).not.toHaveText(before ?? '');
  }
  await expect(page).toHaveURL(/\/symptoms\/[0-9a-f-]{36}$/);
  await look(page);
}

test('a vague description leads through a few questions to a result', async ({ page }) => {
  await interview(page, sound);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a vague description leads through a few questions to a result', async ({ page }) => {
    await interview(page, async () => {});
  });
});

test('an answer can be taken back, and the questions can be left at any time', async ({ page }) => {
  const main = page.getByRole('main');
  await describe(page, VAGUE);
  const first = await page.getByRole('heading', { level: 1 }).textContent();
  const unknown = main.getByRole('button', { name: 'I do not know' });
  if (await unknown.count()) await unknown.click();
  else {
    await main.getByRole('radio').first().check();
    await main.getByRole('button', { name: 'Go on' }).click();
  }
  await expect(main).toContainText('Question 2');
  await main.getByRole('button', { name: 'Back to the last question' }).click();
  await expect(main).toContainText('Question 1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first ?? '');
  await main.getByRole('link', { name: 'See the result now' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
