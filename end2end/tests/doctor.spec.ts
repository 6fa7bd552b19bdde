import { PASSWORD, expect, newPatient, signIn, sound, test } from '../fixtures';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

test('a doctor registers, is verified, opens hours, sees a booking arrive live and completes the visit', async ({ browser, page }) => {
  // The longest journey: three people, seven pages looked at in both themes.
  test.slow();
  const name = `Dr Ada Journey ${Date.now()}`;
  const email = `ada-${Date.now()}@demo.example`;

  await test.step('the doctor registers and cannot be booked yet', async () => {
    await page.goto('/register?as=doctor');
    await sound(page);
    await page.getByLabel('Full name').fill(name);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Specialty').selectOption('general-practice');
    await page.getByLabel('Clinic').selectOption({ index: 1 });
    await page.getByLabel('Licence number').fill('GP-2026-77');
    await page.getByLabel('Issued by').fill('Medical Council');
    await page.getByLabel('In force until').fill('2031-12-31');
    await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await expect(page).toHaveURL(/login/);
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
    await signIn(page, email);
  });

  await test.step('the doctor opens hours around the clock, with a preview first', async () => {
    await page.goto('/dashboard/availability');
    for (const day of DAYS) {
      await page.getByLabel(`${day}, first window, from`).fill('00:00');
      await page.getByLabel(`${day}, first window, until`).fill('23:59');
    }
    await page.getByLabel('Length of a visit').fill('15');
    await page.getByLabel('Notice').fill('0');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByLabel('Monday, first window, from')).toHaveValue('00:00');
    await sound(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
  });

  await test.step('an administrator verifies the licence', async () => {
    const admin = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await signIn(admin, 'admin@demo.example');
    await admin.goto('/admin');
    await sound(admin);
    await admin.locator('summary', { hasText: name }).click();
    await admin.getByRole('button', { name: `Verify ${name}` }).click();
    await expect(admin.getByRole('heading', { name })).toHaveCount(0);
    await admin.context().close();
  });

  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await sound(page);

  await test.step('a patient finds the doctor and books the first free time', async () => {
    const patient = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await newPatient(patient);
    await patient.goto(`/doctors?text=${encodeURIComponent(name)}`);
    const main = patient.getByRole('main');
    await main.locator('a[href^="/book/"]').first().click();
    await main.getByRole('button', { name: /^Hold this time/ }).click();
    await main.getByLabel('Why do you come?').fill('Sore throat since Monday');
    await main.getByRole('button', { name: 'Confirm the appointment' }).click();
    await expect(patient.getByText('Your appointment is booked.')).toBeVisible();
    await patient.context().close();
  });

  // The first free time can lie after midnight: then the booking is on tomorrow's sheet.
  const line = page.getByText('Sore throat since Monday').first();
  await expect(line.or(page.getByRole('status').filter({ hasText: /book/i })).first()).toBeVisible();
  if (!(await line.isVisible())) await page.goto(`/dashboard?date=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`);
  await expect(line).toBeVisible();
  await sound(page);
  await page.getByRole('button', { name: /^Check in/ }).first().click();
  await page.getByRole('button', { name: /^Complete/ }).first().click();
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible();

  await page.goto('/dashboard/week');
  await sound(page);
});

test('a demo doctor reads the symptom report of the next patient', async ({ page }) => {
  await signIn(page, 'doctor@demo.example');
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await sound(page);
});
