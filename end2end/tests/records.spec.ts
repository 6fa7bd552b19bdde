import { expect, newPatient, signIn, sound, test } from '../fixtures';
import type { Page } from '@playwright/test';

const main = (page: Page) => page.getByRole('main');
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\nxref\n%%EOF\n');

/** From a first measurement to a correction, a document with its file, and a table; the same with and without JavaScript. */
async function journey(page: Page, scripts: boolean, look: (page: Page) => Promise<void>) {
  await newPatient(page);
  await page.goto('/records');
  await expect(main(page)).toContainText('Your record is empty so far');
  await look(page);

  await main(page).getByRole('link', { name: 'Log vital signs' }).click();
  await main(page).getByLabel('Systolic blood pressure').fill('152');
  await main(page).getByLabel('Diastolic blood pressure').fill('84');
  await main(page).getByLabel('Pulse').fill('900');
  await main(page).getByRole('button', { name: 'Save the values' }).click();
  await expect(main(page)).toContainText('Pulse of 900 beats/min is not possible');
  await expect(main(page).getByLabel('Systolic blood pressure')).toHaveValue('152');
  await look(page);
  await main(page).getByLabel('Pulse').fill('71');
  await main(page).getByRole('button', { name: 'Save the values' }).click();
  await expect(page.getByText('Your values are in your record.')).toBeVisible();
  await expect(main(page).getByRole('img', { name: /Systolic blood pressure/ })).toBeVisible();
  await main(page).getByText('Table of values: Pulse').click();
  await expect(main(page).getByRole('table', { name: 'Pulse, newest first' })).toContainText('71 beats/min');
  await look(page);
  await main(page).getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(main(page).getByRole('img')).toHaveCount(3);

  await page.goto('/records');
  await expect(main(page)).toContainText('152/84 mmHg');
  await main(page).getByRole('link', { name: 'Blood pressure and Pulse' }).click();
  await look(page);
  await main(page).getByText('Correct this entry').click();
  await main(page).getByLabel('Systolic blood pressure').fill('125');
  await main(page).getByRole('button', { name: 'Save the correction' }).click();
  await expect(main(page)).toContainText('This corrects an earlier entry');
  await main(page).getByRole('link', { name: 'See the earlier entry' }).click();
  await expect(main(page)).toContainText('This was corrected');
  await look(page);

  await page.goto('/records/new');
  await look(page);
  await main(page).getByLabel('Title').fill('Letter of the hospital');
  await main(page).getByRole('button', { name: 'Save the entry' }).click();
  await expect(page.getByText('The entry is written.')).toBeVisible();
  const chosen = main(page).locator('input[type=file]');
  if (scripts) {
    await chosen.setInputFiles({ name: 'film.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc((10 << 20) + 1) });
    const complaint = await chosen.evaluate((field: HTMLInputElement) => field.validationMessage);
    expect(complaint, 'told before it is sent').toContain('larger than 10 MB');
  }
  await chosen.setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('PK\x03\x04 a zip that says it is a PDF') });
  await main(page).getByRole('button', { name: 'Upload' }).click();
  await expect(main(page)).toContainText('judged by its content');
  await chosen.setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: PDF });
  await main(page).getByRole('button', { name: 'Upload' }).click();
  await expect(page.getByText('The file is stored.')).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent('download'), main(page).getByRole('link', { name: 'letter.pdf' }).click()]);
  expect(file.suggestedFilename()).toBe('letter.pdf');
  await look(page);

  await page.goto('/records/import');
  await look(page);
  const table = 'recorded_at,name,value,unit\n2026-03-01 08:00,Weight,154,lb\n2026-03-01 08:00,Pulse,900,\n';
  await main(page).locator('input[type=file]').setInputFiles({ name: 'scale.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await main(page).getByRole('button', { name: 'Look at the file' }).click();
  await expect(main(page)).toContainText('2 rows read: 1 entry, 1 row left out');
  await look(page);
  await main(page).getByRole('button', { name: 'Write 1 entry into the record' }).click();
  await expect(page.getByText('The rows that were right are in your record.')).toBeVisible();
  await expect(main(page)).toContainText('69.85 kg');
  await main(page).getByRole('link', { name: 'Document', exact: true }).click();
  await expect(main(page).getByRole('listitem').filter({ hasText: 'Letter of the hospital' })).toContainText('1 file');
  await look(page);
}

test('a patient keeps a health record', async ({ page }) => {
  test.setTimeout(180_000);
  await journey(page, true, sound);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a patient keeps a health record', async ({ page }) => {
    test.setTimeout(120_000);
    await journey(page, false, async () => {});
  });
});

test('weeks of values are drawn, and a score is filled in from them', async ({ page }) => {
  await signIn(page, 'patient@demo.example');
  for (const address of ['/records', '/records/vitals', '/records/vitals?range=30d', '/records/labs']) {
    await page.goto(address);
    await sound(page);
  }
  await page.goto('/risk/score2');
  await expect(main(page)).toContainText('Filled in from your health record');
  await sound(page);
});

test('a doctor sees the record of whom they treat and writes into it', async ({ page }) => {
  await signIn(page, 'doctor@demo.example');
  await page.goto('/dashboard');
  const patients = await page.evaluate(async () => {
    const answer = await fetch('/api/appointments/?limit=100');
    return (await answer.json()).data.items.map((visit: { patient: { id: string } }) => visit.patient.id);
  });
  const place = `/patients/${patients[0]}/records`;
  for (const address of ['', '/vitals', '/labs', '/new', '/new?type=laboratory']) {
    await page.goto(place + address);
    await sound(page);
  }
  await page.goto(`${place}/new?type=condition`);
  await main(page).getByLabel('Title').fill('Essential hypertension');
  await main(page).getByLabel('Code', { exact: false }).first().fill('I10');
  await main(page).getByRole('button', { name: 'Save the entry' }).click();
  await expect(main(page)).toContainText('ICD-10 I10');
  await sound(page);
});
