import { readFileSync } from 'node:fs';
import { type Page } from '@playwright/test';
import { expect, newPatient, signIn, sound, test } from '../fixtures';

/** A sheet of the demo doctor for the first of their patients: in the evening nobody is next. */
async function begin(page: Page) {
  await page.goto('/patients');
  const own = page.getByRole('main').locator('a[href^="/patients/0"]').first();
  await page.goto(`${await own.getAttribute('href')}/prescriptions`);
  await expect(page.getByRole('heading', { level: 1, name: /^Prescriptions/ })).toBeVisible();
  await sound(page);
  await page.getByRole('main').getByRole('link', { name: 'New prescription' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^New prescription for/ })).toBeVisible();
}

async function medicine(page: Page, n: number, name: string, dose: string) {
  await page.locator(`#m${n}-name`).fill(name);
  await page.locator(`#m${n}-dose`).fill(dose);
}

test('a doctor is warned while typing, gives a reason, issues, and the code on the page tells whether it holds', async ({ page, browser }) => {
  test.slow();
  await signIn(page, 'doctor@demo.example');
  await begin(page);
  await sound(page);
  const checks = page.getByRole('region', { name: 'Checks' });

  await test.step('what does not go together is said while it is typed', async () => {
    await medicine(page, 0, 'phenelzine', '15');
    await page.getByText('Another medicine').click();
    await medicine(page, 1, 'tramadol', '50');
    await expect(checks.getByText('Stop', { exact: true }).first()).toBeVisible();
    await expect(checks.getByText(/By the list of medicines of 29 Nov 2026/)).toBeVisible();
    await sound(page);
  });

  await test.step('a name that nobody knows is never clear', async () => {
    await page.locator('#m1-name').fill('wonderpill');
    await expect(checks.getByText(/wonderpill could not be checked/).first()).toBeVisible();
    await expect(checks.getByText('Nothing found')).toHaveCount(0);
  });

  await test.step('the draft is kept, and not issued without a reason', async () => {
    await page.locator('#m1-name').fill('tramadol');
    await page.getByRole('button', { name: 'Save draft and check' }).click();
    await expect(page.getByText('The draft is saved. Nothing is issued yet.')).toBeVisible();
    await sound(page);
    await page.getByRole('button', { name: 'Sign and issue' }).click();
    await expect(page.getByText(/Please say why you go on/).first()).toBeVisible();
    await sound(page);
  });

  await test.step('with a reason it is issued', async () => {
    for (const field of await checks.getByLabel(/^Why you go on/).all()) await field.fill('The other one ends three weeks before');
    await page.getByRole('button', { name: 'Sign and issue' }).click();
    await expect(page.getByText('The prescription is signed and issued. The patient sees it now.')).toBeVisible();
    await expect(page.getByText('The other one ends three weeks before').first()).toBeVisible();
    await sound(page);
  });

  await test.step('a medicine is kept as a favourite and the page is printed', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Page to print (PDF)' }).click();
    const file = await (await download).path();
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    await page.getByRole('button', { name: /^Keep as a favourite ?: tramadol/ }).click();
    await expect(page.getByText('It is among your favourites.')).toBeVisible();
  });

  await test.step('cancelled, it says so', async () => {
    await page.locator('summary', { hasText: 'Cancel it' }).click();
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await expect(page.getByText('The prescription is cancelled.')).toBeVisible();
  });

  await test.step('the favourite goes on the next sheet with one press', async () => {
    await page.getByRole('main').getByRole('link', { name: 'New prescription' }).click();
    await page.getByRole('link', { name: /^Put on the sheet/ }).first().click();
    await expect(page.locator('#m0-name')).toHaveValue('tramadol');
    await sound(page);
    await page.locator('summary', { hasText: 'Favourites' }).click();
    await page.getByRole('button', { name: /^Forget/ }).first().click();
    await expect(page.getByText('It is no longer among your favourites.')).toBeVisible();
  });

  await test.step('the public page says nothing but whether it holds', async () => {
    const anybody = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await anybody.goto('/verify/AAAA');
    await expect(anybody.getByText('Not one of ours')).toBeVisible();
    await sound(anybody);
    await anybody.context().close();
  });
});

test('a demo patient reads what was prescribed, and a new one is told that there is nothing', async ({ page }) => {
  await signIn(page, 'patient@demo.example');
  await page.goto('/prescriptions');
  await expect(page.getByText('propranolol').first()).toBeVisible();
  await sound(page);
  await page.getByRole('link', { name: 'Details: propranolol' }).click();
  await expect(page.getByText('40 mg by mouth twice a day for 30 days')).toBeVisible();
  await sound(page);
  await page.context().clearCookies();
  await newPatient(page);
  await page.goto('/prescriptions');
  await expect(page.getByText('You have no prescriptions')).toBeVisible();
  await sound(page);
});
