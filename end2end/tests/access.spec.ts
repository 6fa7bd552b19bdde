import { expect, newPatient, signIn, sound, test } from '../fixtures';

test('a patient shares a part of the record, a doctor opens all of it in an emergency, and the patient sees who and why', async ({ browser, page }) => {
  // Two people, seven pages looked at in both themes.
  test.slow();
  const main = page.getByRole('main');
  const doctor = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  await signIn(doctor, 'doctor@demo.example');
  const { data: profile } = await (await doctor.request.get('/api/doctors/me/')).json();
  const email = await newPatient(page);

  await test.step('the patient says when they were born and what harms them', async () => {
    await page.goto('/settings');
    await page.getByLabel('Date of birth').fill('1980-02-29');
    await page.getByLabel('Allergies').fill('penicillin – rash (severe)');
    await main.getByRole('button', { name: /^Save/ }).first().click();
    await expect(page.getByText('Your profile is saved.')).toBeVisible();
    await page.goto('/records/access');
    await expect(main).toContainText('Nobody has looked into your record');
    await sound(page);
  });

  await test.step('the patient shares laboratory results with the doctor', async () => {
    await page.goto(`/doctors/${profile.id}`);
    await main.getByRole('link', { name: 'Share my record with this doctor' }).click();
    await sound(page);
    await main.getByRole('button', { name: 'Share' }).click();
    await expect(main).toContainText('Please choose what to share.');
    await main.getByLabel('Laboratory results').check();
    await main.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByText('It is shared.')).toBeVisible();
    await expect(main).toContainText('Laboratory results');
  });

  await test.step('the doctor finds the patient, and what is not shared stays closed', async () => {
    await doctor.goto('/patients?name=jurney');
    await sound(doctor);
    await expect(doctor.getByRole('main').getByRole('link', { name: 'Jo Journey' }).first()).toBeVisible();
    // Others of that name may be there from other journeys.
    const { data: patient } = await (await page.request.get('/api/patients/me/')).json();
    await doctor.goto(`/patients/${patient.id}`);
    await expect(doctor.getByRole('main')).not.toContainText('penicillin');
  });

  await test.step('in an emergency the doctor says why and sees everything', async () => {
    const content = doctor.getByRole('main');
    await doctor.goto('/patients/emergency');
    await sound(doctor);
    await content.getByLabel(/e-mail address/).fill(email);
    await content.getByLabel(/date of birth/).fill('1980-02-28');
    await content.getByLabel('Why it has to be now').fill('Found unconscious at home, medicines not known.');
    await content.getByRole('button', { name: 'Open the record' }).click();
    await expect(content).toContainText('No patient has this address and this date of birth.');
    await content.getByLabel(/date of birth/).fill('1980-02-29');
    await content.getByRole('button', { name: 'Open the record' }).click();
    await expect(content).toContainText('Opened in an emergency');
    await expect(content).toContainText('penicillin');
    await sound(doctor);
  });

  await test.step('the patient reads who it was and why, and stops sharing', async () => {
    await page.goto('/records/access');
    await expect(main).toContainText('Found unconscious at home, medicines not known.');
    await expect(main.getByRole('link', { name: profile.name }).first()).toBeVisible();
    await sound(page);
    await main.getByRole('button', { name: /^Stop sharing/ }).click();
    await expect(page.getByText('Nothing is shared with this doctor any more.')).toBeVisible();
    await expect(main).toContainText('You share nothing beyond your visits.');
  });
  await doctor.context().close();
});
