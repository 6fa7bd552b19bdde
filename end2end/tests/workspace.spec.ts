import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, signIn, sound, test } from '../fixtures';

const main = (page: Page) => page.getByRole('main');

/** The page of the demonstration's patient, found by a name with a slip. */
async function patient(page: Page) {
  await page.goto('/patients');
  await page.getByLabel('Name').fill('Alex Morgen');
  await page.getByRole('button', { name: 'Find' }).click();
  await main(page).getByRole('link', { name: 'Alex Morgan' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alex Morgan' })).toBeVisible();
  return page.url();
}

/** Every draft of a note about the patient is gone: journeys on phone and desktop share the doctor. */
async function clean(page: Page) {
  if ((await page.getByText('Throw the draft away').count()) === 0) return;
  await page.getByText('Throw the draft away').click();
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByText('The draft is thrown away.')).toBeVisible();
}

const kept = (page: Page) => page.locator('[data-kept=kept]');

test('a doctor finds a patient by a name with a slip, reads the summary, and writes without leaving it', async ({ page }) => {
  test.slow();
  await signIn(page, 'doctor@demo.example');
  const home = await patient(page);
  await clean(page);

  await test.step('the summary shows what must not be overlooked', async () => {
    for (const name of ['Problems', 'Medication', 'Vital signs', 'Visits with you']) {
      await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
    }
    await expect(main(page).getByText('Allergies').first()).toBeVisible();
    await expect(page.getByRole('table', { name: 'The newest value of each measure' }).getByRole('img').first()).toBeVisible();
    await sound(page);
  });

  await test.step('a note is put into the record', async () => {
    const words = `Sleeps badly since ${Date.now()}.`;
    await page.getByLabel('Note', { exact: true }).fill(words);
    await page.getByRole('button', { name: 'Put it into the record' }).click();
    await expect(page.getByText('The note is in the record.')).toBeVisible();
    await expect(main(page).getByText(words).first()).toBeVisible();
    await expect(page.getByLabel('Note', { exact: true })).toHaveValue('');
    expect(page.url()).toBe(home);
  });

  await test.step('a pulse is measured, with what is wrong said first', async () => {
    await page.getByText('Entry of the record').click();
    const entry = page.locator('#entry');
    await entry.getByLabel(/^Pulse/).fill('900');
    await entry.getByRole('button', { name: 'Save the entry' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await sound(page);
    await page.locator('#entry').getByLabel(/^Pulse/).fill('118');
    await page.locator('#entry').getByRole('button', { name: 'Save the entry' }).click();
    await expect(page.getByText('The entry is in the record.')).toBeVisible();
    await expect(page.getByRole('row', { name: /Pulse.*118.*high/i })).toBeVisible();
    expect(page.url()).toBe(home);
  });

  await test.step('a prescription is begun, with the checks beside it, and waits to be issued', async () => {
    await page.locator('#prescribe > summary').click();
    await page.locator('#m0-name').fill('paracetamol');
    await page.locator('#m0-dose').fill('500');
    await expect(page.getByRole('region', { name: 'Checks' }).getByText(/By the list of medicines/)).toBeVisible();
    await page.getByRole('button', { name: 'Save draft and check' }).click();
    await expect(page.getByText('The draft is saved. Nothing is issued yet.')).toBeVisible();
    expect(page.url()).toBe(home);
    await main(page).getByRole('link', { name: /^Check and issue ?: paracetamol/ }).first().click();
    await expect(page.getByRole('button', { name: 'Sign and issue' })).toBeVisible();
  });
});

test('a note is kept while it is written, and two tabs lose nothing of each other', async ({ page, context }) => {
  test.slow();
  await signIn(page, 'doctor@demo.example');
  const home = await patient(page);
  await clean(page);
  const second = await (context as BrowserContext).newPage();
  await second.goto(home);
  const note = (of: Page) => of.getByLabel('Note', { exact: true });

  await test.step('what is typed is kept after a pause, and is there again', async () => {
    await note(page).fill('Coughs for a week.');
    await expect(kept(page)).toHaveText(/^Draft kept at/);
    await page.reload();
    await expect(note(page)).toHaveValue('Coughs for a week.');
  });

  await test.step('the other tab is shown both texts', async () => {
    await note(second).fill('Lungs clear.');
    await expect(second.getByRole('group', { name: 'Another text of this note' })).toContainText('Coughs for a week.');
    await sound(second);
    await second.getByRole('button', { name: 'Put both together' }).click();
    await expect(note(second)).toHaveValue(/Lungs clear\.[\s\S]*Coughs for a week\./);
    await expect(kept(second)).toHaveText(/^Draft kept at/);
  });

  await test.step('a press on the button while a draft is on its way leaves no draft behind', async () => {
    await note(second).pressSequentially(' No fever.');
    await second.getByRole('button', { name: 'Put it into the record' }).click();
    await expect(second.getByText('The note is in the record.')).toBeVisible();
    await expect(second.getByText('Throw the draft away')).toHaveCount(0);
    await expect(main(second).getByText(/No fever\./).first()).toBeVisible();
  });
});

test('what is typed into one form is not lost to another without a question', async ({ page }) => {
  await signIn(page, 'doctor@demo.example');
  await patient(page);
  await clean(page);
  await page.locator('#prescribe summary').first().click();
  const substance = page.locator('#prescribe').getByLabel('Substance').first();
  await substance.fill('ibuprofen');
  await page.getByLabel('Note', { exact: true }).fill('Sleeps well.');
  const put = page.getByRole('button', { name: 'Put it into the record' });
  const [dialog] = await Promise.all([page.waitForEvent('dialog'), put.click({ noWaitAfter: true })]);
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(substance).toHaveValue('ibuprofen');

  // Refused and shown again, it is kept as little as before.
  await page.locator('#prescribe').getByRole('button', { name: 'Save draft and check' }).click();
  await expect(page.locator('#prescribe').getByRole('alert').first()).toBeVisible();
  await expect(substance).toHaveValue('ibuprofen');
  await page.getByLabel('Note', { exact: true }).fill('Sleeps well.');
  const [again] = await Promise.all([page.waitForEvent('dialog'), put.click({ noWaitAfter: true })]);
  await again.accept();
  await expect(page.getByText('The note is in the record.')).toBeVisible();
});

test('single keys go to what is written, and nowhere while somebody types', async ({ page, isMobile }) => {
  test.skip(isMobile, 'phones have no keys');
  await signIn(page, 'doctor@demo.example');
  await patient(page);
  await page.getByText('Keys', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Keys are on' })).toBeVisible();
  // The page hears keys once it has woken up.
  await expect(async () => {
    await page.keyboard.press('e');
    await expect(page.locator('#entry')).toHaveAttribute('open', '', { timeout: 1_000 });
  }).toPass();
  await expect(page.locator('#entry').getByLabel('Date')).toBeFocused();
  await page.keyboard.press('p');
  await expect(page.locator('#prescribe')).not.toHaveAttribute('open', '');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.locator('#prescribe'), 'Escape leaves the field').toHaveAttribute('open', '');
});

/** As a hand does it: what is held is held before the page scrolls to where it shall go. */
async function drag(page: Page, from: Locator, to: Locator) {
  await from.hover();
  const box = await from.boundingBox();
  if (!box) throw new Error('nothing to hold');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 8, box.y + box.height / 2 + 8, { steps: 4 });
  await to.hover();
  await to.hover();
  await page.mouse.up();
}

test('a doctor moves a visit to another free time of the week', async ({ page, isMobile }) => {
  test.slow();
  await signIn(page, 'doctor@demo.example');
  // The week after has visits and free times on any day.
  await page.goto('/dashboard/week');
  const after = page.getByRole('link', { name: 'Week after' });
  const address = (await after.getAttribute('href')) ?? '';
  await after.click();
  await page.waitForURL((url) => url.pathname + url.search === address);
  await expect(page.getByRole('heading', { level: 1, name: /^Week of/ })).toBeVisible();
  await sound(page);
  const visit = page.locator('li[data-visit]').first();
  const name = (await visit.getAttribute('data-name')) ?? '';

  if (!isMobile) {
    await test.step('dragging asks first, and can be left', async () => {
      const free = page.locator('li[data-free]').last();
      const words = (await free.getAttribute('data-words')) ?? '';
      // The board has woken up when it says so by itself.
      await expect(async () => {
        await drag(page, visit, free);
        await expect(page.getByRole('dialog')).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await expect(page.getByRole('dialog')).toContainText(name);
      await expect(page.getByRole('dialog')).toContainText(words);
      await sound(page);
      await page.getByRole('button', { name: 'Leave it' }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await drag(page, visit, free);
      await page.getByRole('button', { name: 'Move it' }).click();
      await expect(page.getByText('The visit is moved. The patient sees the new time.')).toBeVisible();
      await expect(page.locator(`li[data-visit][data-words="${words}"]`)).toContainText(name);
    });
  }

  await test.step('the same without dragging', async () => {
    await page.locator('li[data-visit]').first().getByRole('link', { name: /^Move/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Move the visit of/ })).toBeVisible();
    await sound(page);
    await main(page).getByRole('link', { name: /^Move to/ }).last().click();
    await expect(page.getByRole('heading', { level: 2, name: /^Move .* to .*\?$/ })).toBeVisible();
    await sound(page);
    await page.getByRole('button', { name: 'Move it' }).click();
    await expect(page.getByText('The visit is moved. The patient sees the new time.')).toBeVisible();
  });
});

test('a doctor reads what became of the visits of a year', async ({ page }) => {
  await signIn(page, 'doctor@demo.example');
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Statistics' }).click();
  await expect(page.getByRole('img', { name: /^Visits by month/ })).toBeVisible();
  await expect(page.getByRole('table', { name: /^Visits by month/ }).getByRole('row')).toHaveCount(14);
  await sound(page);
});
