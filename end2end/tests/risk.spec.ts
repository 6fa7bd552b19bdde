import { accessible, expect, fits, newPatient, sound, test } from '../fixtures';
import type { Page } from '@playwright/test';

const CRISIS = 'You do not have to go through this alone';
const main = (page: Page) => page.getByRole('main');
const result = (page: Page) => main(page).locator('[data-figure]');
const answer = (page: Page, question: string | RegExp, choice: string) =>
  main(page).getByRole('group', { name: question }).getByRole('radio', { name: choice, exact: true }).check();
const send = (page: Page) => main(page).getByRole('button', { name: 'Work it out' }).click();
/** The island has woken up: sliders are there to be moved. */
const awake = (page: Page) => expect(main(page).locator('[data-live]')).toHaveCount(1);

async function bmi(page: Page, weight: string) {
  await main(page).getByLabel('Age', { exact: true }).fill('45');
  await main(page).getByLabel('Height', { exact: true }).fill('180');
  await main(page).getByLabel('Weight', { exact: true }).fill(weight);
}

test('a score is found from the start page, worked out, and a slider shows what a change would do', async ({ page }) => {
  await page.goto('/');
  await main(page).getByRole('link', { name: 'Work out your health scores' }).click();
  await main(page).getByRole('link', { name: /Work it out.*Body weight/ }).click();
  await bmi(page, '97,2');
  await send(page);
  await expect(page).toHaveURL(/weight_kg=97%2C2.*#result$/);
  await expect(result(page)).toContainText('30.0');
  await expect(result(page)).toContainText('Obesity, class I');
  await awake(page);

  const slider = main(page).getByRole('slider', { name: 'Weight, slider' });
  await expect(slider).toHaveAttribute('aria-valuetext', /kg/);
  await slider.fill('78');
  await expect(main(page).getByLabel('Weight', { exact: true })).toHaveValue('78');
  await expect(result(page)).toContainText('24.1');
  await expect(result(page)).toContainText('Normal weight');
  await expect(result(page)).toContainText('5.9 kg/m² less than with your first answers (30.0, Obesity, class I).');
  await expect(main(page).getByRole('status')).toContainText('24.1 kg/m², Normal weight.');
  await expect(page).toHaveURL(/weight_kg=97%2C2/);
  await sound(page);

  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(main(page).getByLabel('Weight', { exact: true })).toHaveValue('78.5');
  await main(page).getByRole('button', { name: /^Undo/ }).click();
  await expect(main(page).getByLabel('Weight', { exact: true })).toHaveValue('97,2');
  await expect(result(page)).toContainText('30.0');
  await expect(result(page)).not.toContainText('first answers');
});

test('a result appears while the answers are given, and an address opens it again', async ({ page }) => {
  await page.goto('/risk/findrisc');
  await awake(page);
  await main(page).getByLabel('Age', { exact: true }).fill('58');
  await answer(page, 'Sex', 'Male');
  await main(page).getByLabel('Body mass index', { exact: true }).fill('31');
  await main(page).getByLabel('Waist', { exact: true }).fill('104');
  await answer(page, /physically active/, 'No');
  await answer(page, /vegetables/, 'Yes');
  await answer(page, /blood pressure/, 'Yes');
  await answer(page, /blood sugar/, 'No');
  await expect(main(page)).toContainText('2 answers are still missing.');
  await answer(page, /family/, 'No');
  await answer(page, 'Do you have diabetes?', 'No');
  await expect(result(page)).toContainText('14 points');
  await send(page);
  await expect(result(page)).toContainText('Moderate');
  await awake(page);
  await answer(page, /physically active/, 'Yes');
  await expect(result(page)).toContainText('2 points fewer than with your first answers (14, Moderate).');
  await sound(page);
  await page.reload();
  await expect(main(page).getByText('Diabetes Care 2003')).toBeVisible();
});

test('thoughts of death lead to the crisis line at once, without any other answer', async ({ page }) => {
  await page.goto('/risk/phq-9');
  await awake(page);
  await expect(main(page).getByText(CRISIS)).toHaveCount(0);
  await answer(page, /better off dead/, 'Several days');
  await expect(main(page).getByRole('alert').getByText(CRISIS)).toBeInViewport();
  await sound(page);
  await answer(page, /better off dead/, 'Not at all');
  await expect(main(page).getByText(CRISIS)).toHaveCount(0);
  await answer(page, /better off dead/, 'Nearly every day');
  await send(page);
  await expect(main(page).getByRole('alert').getByText(CRISIS)).toBeInViewport();
  await sound(page);
});

test('what is out of range is told beside its field and in the browser too', async ({ page }) => {
  await page.goto('/risk/bmi');
  await bmi(page, '900');
  await send(page);
  const weight = main(page).getByLabel('Weight', { exact: true });
  await expect(weight).toHaveAttribute('aria-invalid', 'true');
  await expect(weight).toHaveValue('900');
  await expect(main(page).locator('#weight_kg-wrong')).toContainText('20 to 400 kg');
  await awake(page);
  await sound(page);
  await weight.fill('90');
  await expect(result(page)).toContainText('27.8');
  await expect(main(page).locator('#weight_kg-wrong')).toBeHidden();
  await expect(weight).not.toHaveAttribute('aria-invalid');
});

test('a patient finds in the form what the profile knows', async ({ page }) => {
  await newPatient(page);
  await page.goto('/settings');
  await main(page).getByLabel('Date of birth').fill('1980-05-31');
  await main(page).getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('status').first()).toContainText(/saved|Saved/);
  await page.goto('/risk/bmi');
  await expect(main(page).getByLabel('Age', { exact: true })).not.toHaveValue('');
  await expect(main(page)).toContainText('from your profile');
  await accessible(page);
});

test('only the page of a score loads the island', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  for (const path of ['/risk', '/about/ai']) await page.goto(path, { waitUntil: 'networkidle' });
  expect(loaded.filter((path) => path.endsWith('.wasm'))).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a score is worked out, and what is wrong is told', async ({ page }) => {
    await page.goto('/risk/bmi');
    await expect(main(page).getByRole('slider')).toHaveCount(0);
    await bmi(page, 'much');
    await send(page);
    await expect(main(page).locator('#weight_kg-wrong')).toHaveText(/Please give a number/);
    await expect(main(page).getByLabel('Height', { exact: true })).toHaveValue('180');
    await main(page).getByLabel('Weight', { exact: true }).fill('90');
    await send(page);
    await expect(result(page)).toContainText('27.8');
    await expect(result(page)).toBeInViewport();
    await fits(page);
  });

  test('thoughts of death lead to the crisis line', async ({ page }) => {
    await page.goto('/risk/phq-9');
    await answer(page, /better off dead/, 'Several days');
    await send(page);
    await expect(main(page).getByText(CRISIS)).toBeInViewport();
  });
});
