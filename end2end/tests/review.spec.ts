import { expect, signIn, sound, test } from '../fixtures';

test('after a visit a patient says how it was, the doctor answers, an administrator takes it out of sight and shows it again', async ({ browser, page }) => {
  // Three people, five pages looked at in both themes.
  test.slow();
  const main = page.getByRole('main');
  const person = async (email: string) => {
    const other = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await signIn(other, email);
    return other;
  };
  const words = `Listened well ${Date.now()}`;

  await signIn(page, 'patient@demo.example');
  await page.goto('/appointments?when=past');
  // Of the visits that are over, the one with the demo doctor.
  const doctor = await person('doctor@demo.example');
  const { data: profile } = await (await doctor.request.get('/api/doctors/me/')).json();
  await page.goto(`/doctors/${profile.id}/review`);
  await sound(page);
  // What was said before stands in the form: without it, the form asks.
  await main.getByRole('radio').evaluateAll((stars) => stars.forEach((star) => ((star as HTMLInputElement).checked = false)));
  await main.getByRole('button', { name: 'Save' }).click();
  await expect(main).toContainText('Please choose one to five.');
  await main.getByLabel('5 – very good').check();
  await main.getByLabel('In your words').fill(words);
  await main.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Thank you. Your review is saved.')).toBeVisible();
  await expect(main).toContainText(words);
  await sound(page);

  const content = doctor.getByRole('main');
  await doctor.goto(`/doctors/${profile.id}/reviews`);
  await doctor.getByRole('listitem').filter({ hasText: words }).getByRole('link', { name: /^Open/ }).click();
  await sound(doctor);
  await content.getByRole('textbox', { name: /^Answer/ }).fill('Thank you.');
  await content.getByRole('button', { name: 'Answer' }).click();
  await expect(content).toContainText('The doctor answers');

  const admin = await person('admin@demo.example');
  await admin.goto('/admin/reviews');
  await sound(admin);
  await admin.getByRole('listitem').filter({ hasText: words }).getByRole('link', { name: /^Open/ }).click();
  await admin.getByRole('textbox', { name: /^Reason/ }).fill('It names a person.');
  await admin.getByRole('button', { name: 'Take it out of sight' }).click();
  await expect(admin.getByRole('main')).toContainText('Out of sight');
  await sound(admin);
  await page.reload();
  await expect(main).not.toContainText(words);
  await admin.getByRole('button', { name: 'Show it again' }).click();
  await expect(admin.getByRole('button', { name: 'Take it out of sight' })).toBeVisible();
  await page.reload();
  await expect(main).toContainText(words);
  await doctor.context().close();
  await admin.context().close();
});
