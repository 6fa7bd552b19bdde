import { ask, expect, HARMLESS, newPatient, signIn, sound, test } from '../fixtures';
import type { Browser, Page } from '@playwright/test';

const main = (page: Page) => page.getByRole('main');
let articles = 0;
/** A word that stands in no other article; letters alone, so that it can be mistyped. */
const word = () => `quax${[...`${Date.now()}${process.pid}${++articles}`].map((digit) => 'bcdfghklmn'[Number(digit)]).join('').slice(-9)}`;

async function stranger(browser: Browser): Promise<Page> {
  const { baseURL, viewport, isMobile, hasTouch, colorScheme } = test.info().project.use;
  return (await browser.newContext({ baseURL, viewport, isMobile, hasTouch, colorScheme, timezoneId: 'Europe/Berlin' })).newPage();
}

async function person(browser: Browser, email: string): Promise<Page> {
  const page = await stranger(browser);
  await signIn(page, email);
  return page;
}

/** A new draft with this title; returns its address. */
async function begin(doctor: Page, title: string): Promise<string> {
  await doctor.goto('/dashboard/blog');
  await main(doctor).getByRole('link', { name: 'New article' }).click();
  await main(doctor).getByLabel('Title').fill(title);
  await main(doctor).getByRole('button', { name: 'Begin' }).click();
  await expect(doctor).toHaveURL(/\/dashboard\/blog\/[0-9a-f-]{36}$/);
  return doctor.url();
}

const HOSTILE = '<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 1"> [a trap](javascript:window.hacked=1) ![far](https://example.org/a.png)';

test('a doctor writes, another reviews, readers find it with a slip of the finger and talk about it, an administrator takes a comment out of sight', async ({ browser, page }) => {
  // Four people, a dozen pages looked at in both themes.
  test.slow();
  test.setTimeout(300_000);
  const rare = word();
  const title = `When is a ${rare} cough serious?`;
  const author = await person(browser, 'doctor@demo.example');
  await author.goto('/dashboard/blog/new');
  await sound(author);
  const desk = await begin(author, title);
  const form = author.getByRole('form', { name: 'The article' });

  // The preview follows what is typed, and what could run is shown as words or not at all.
  await form.getByLabel('Text').fill(`## What it is\n\nA **${rare}** cough lasts.\n\n${HOSTILE}\n\n| Days | Means |\n| --- | --- |\n| 1–7 | usual |\n\n- rest\n- drink`);
  const preview = author.getByRole('region', { name: 'How it will look' });
  await expect(preview.getByRole('heading', { name: 'What it is' })).toBeVisible();
  await expect(preview.getByRole('table')).toBeVisible();
  await expect(preview.locator('script, img, a[href^="javascript" i], [onerror]')).toHaveCount(0);
  // A pause keeps it.
  await expect(form.getByRole('status')).toHaveText(/^Saved at \d/);
  await sound(author);

  // What is missing is told at once, and nothing that was typed is lost.
  await form.getByRole('button', { name: 'Save and hand in for review' }).click();
  await expect(form.getByRole('alert')).toContainText('Please name at least one source.');
  await expect(form.getByLabel('Text')).toHaveValue(new RegExp(rare));
  await form.getByLabel('Summary').fill(`What a ${rare} cough is, and when to see a doctor.`);
  await form.getByLabel('Tags').fill('pulmonology, cough');
  await form.getByLabel('Sources').fill('NHS: Cough | https://www.nhs.uk/conditions/cough/');
  await sound(author);
  await form.getByRole('button', { name: 'Save and hand in for review' }).click();
  await expect(author).toHaveURL(/\/dashboard\/blog$/);
  await expect(author.getByText('It is handed in.')).toBeVisible();
  await expect(main(author).getByRole('listitem').filter({ hasText: rare })).toContainText('In review');
  await sound(author);
  // Nobody reads it yet, and its author cannot approve it.
  const id = desk.split('/').at(-1);
  await author.goto(`/dashboard/blog/${id}/review`);
  await expect(main(author)).toContainText('you cannot approve it');
  await expect(main(author).getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const reviewer = await person(browser, 'doctor2@demo.example');
  await reviewer.goto('/dashboard/blog');
  await main(reviewer).getByRole('link', { name: title }).click();
  await sound(reviewer);
  await reviewer.getByRole('form', { name: 'Send it back' }).getByLabel('What is to be mended').fill('Say what to do at night.');
  await main(reviewer).getByRole('button', { name: 'Send it back' }).click();
  await expect(reviewer.getByText('It is with its author again')).toBeVisible();
  await author.goto(desk);
  await expect(main(author)).toContainText('Say what to do at night.');
  await form.getByLabel('Text').press('ControlOrMeta+End');
  await form.getByLabel('Text').pressSequentially('\n\nAt night, raise the head of the bed.');
  await form.getByRole('button', { name: 'Save and hand in for review' }).click();
  await expect(author.getByText('It is handed in.')).toBeVisible();
  await reviewer.goto(`/dashboard/blog/${id}/review`);
  await expect(main(reviewer)).toContainText('raise the head of the bed');
  await main(reviewer).getByRole('button', { name: 'Approve and publish' }).click();
  await expect(reviewer.getByText('It is approved.')).toBeVisible();
  const article = new URL(reviewer.url()).pathname;

  // A visitor finds it with a letter too much, and sees where the word stands.
  await page.goto('/blog');
  await sound(page);
  const mistyped = `${rare.slice(0, 6)}${rare[5]}${rare.slice(6)}`;
  await main(page).getByRole('searchbox').fill(mistyped);
  await main(page).getByRole('button', { name: 'Search' }).click();
  await expect(main(page)).toContainText('Did you mean');
  await expect(main(page).locator('mark').first()).toHaveText(new RegExp(rare, 'i'));
  await sound(page);
  await main(page).getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(new RegExp(`${article}$`));
  await expect(main(page)).toContainText('Reviewed by');
  await expect(main(page).locator('article script, article img, article a[href^="javascript" i]')).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
  await sound(page);
  const told = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '');
  expect(told).toMatchObject({ headline: title, citation: [{ url: 'https://www.nhs.uk/conditions/cough/' }] });
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', new RegExp(`${article}$`));
  await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /when to see a doctor/);
  await expect(page.locator('meta[name=description]')).toHaveCount(1);

  // A patient says something, another reader reports it.
  const said = `My ${rare} got better after a week.`;
  const patient = await stranger(browser);
  await newPatient(patient);
  await patient.goto(article);
  await patient.getByRole('form', { name: 'Comment' }).getByLabel('Your comment').fill(said);
  await main(patient).getByRole('button', { name: 'Comment' }).click();
  await expect(patient.getByText('Thank you. Everybody can read your comment.')).toBeVisible();
  await sound(patient);
  await reviewer.goto(article);
  await main(reviewer).getByRole('listitem').filter({ hasText: said }).getByRole('button', { name: /^Report/ }).click();
  await expect(reviewer.getByText('An administrator looks at that comment.')).toBeVisible();
  const admin = await person(browser, 'admin@demo.example');
  await admin.goto('/admin/comments');
  const row = main(admin).getByRole('listitem').filter({ hasText: said });
  await expect(row).toContainText('1 report');
  await sound(admin);
  await row.getByText('Take it out of sight').click();
  await row.getByLabel('Reason').fill('It tells about somebody’s health.');
  await row.getByRole('button', { name: 'Out of sight' }).click();
  await expect(admin.getByText('The comment is out of sight.')).toBeVisible();
  await admin.goto('/admin/comments?of=hidden');
  await expect(main(admin)).toContainText(said);
  await sound(admin);
  await reviewer.goto(article);
  await expect(main(reviewer)).not.toContainText(said);
  // Its author still sees it, and why; and can remove it.
  await patient.goto(article);
  const own = main(patient).getByRole('listitem').filter({ hasText: said });
  await expect(own).toContainText('Only you see this comment');
  await own.getByText('Remove', { exact: false }).first().click();
  await own.getByRole('button', { name: /^Remove/ }).click();
  await expect(patient.getByText('Your comment is removed.')).toBeVisible();
  await expect(main(patient)).not.toContainText(said);

  // The author takes it back: nobody reads it any more.
  await author.goto(desk);
  await author.getByText('Take it from its readers').first().click();
  await author.getByRole('form', { name: 'Take it from its readers' }).getByLabel('Reason').fill('It has to be rewritten.');
  await author.getByRole('form', { name: 'Take it from its readers' }).getByRole('button').click();
  await expect(main(author)).toContainText('It was taken from its readers');
  expect([404, 410]).toContain((await patient.goto(article))?.status());
  for (const one of [author, reviewer, patient, admin]) await one.context().close();
});

test('a draft that is open in two windows loses neither text', async ({ browser, page }) => {
  test.slow();
  const rare = word();
  const first = await person(browser, 'doctor@demo.example');
  const desk = await begin(first, `Two windows ${rare}`);
  const second = await first.context().newPage();
  await second.goto(desk);
  const form = (of: Page) => of.getByRole('form', { name: 'The article' });
  await form(first).getByLabel('Text').fill('The first window says this.\n\nBoth say this.');
  await form(first).getByRole('button', { name: 'Save draft' }).click();
  await expect(first.getByText('Nobody but you sees this text')).toBeVisible();

  // The desk of the second window learns of it at the next pause and keeps nothing more; its own text stays.
  await form(second).getByLabel('Text').fill('The second window says that.\n\nBoth say this.');
  await expect(form(second).getByRole('status')).toContainText('Another text of this draft was saved since');
  await form(second).getByRole('button', { name: 'Save draft' }).click();
  await expect(main(second)).toContainText('Where they differ');
  const lines = main(second).locator('ol.difference');
  await expect(lines).toContainText('Only in what was saved: The first window says this.');
  await expect(lines).toContainText('Only in your text: The second window says that.');
  await expect(form(second).getByLabel('Text')).toHaveValue('The second window says that.\n\nBoth say this.');
  await sound(second);
  // Having seen both, what is saved now counts.
  await form(second).getByRole('button', { name: 'Save draft' }).click();
  await expect(second.getByText('Nobody but you sees this text')).toBeVisible();
  await first.goto(desk);
  await expect(form(first).getByLabel('Text')).toHaveValue('The second window says that.\n\nBoth say this.');
  await first.context().close();
  await page.close();
});

test('without script an article is written, looked at and handed in all the same', async ({ browser }) => {
  const { baseURL, viewport } = test.info().project.use;
  const context = await browser.newContext({ baseURL, viewport, javaScriptEnabled: false });
  const doctor = await context.newPage();
  await signIn(doctor, 'doctor@demo.example');
  const rare = word();
  const desk = await begin(doctor, `Plain ${rare}`);
  const form = doctor.getByRole('form', { name: 'The article' });
  await form.getByLabel('Text').fill(`## Plain\n\nA ${rare} text.`);
  await form.getByLabel('Summary').fill('Plain.');
  await form.getByRole('button', { name: 'Preview' }).click();
  await expect(doctor.getByRole('region', { name: 'How it will look' }).getByRole('heading', { name: 'Plain' })).toBeVisible();
  // Looking keeps nothing, and loses nothing.
  await expect(form.getByLabel('Summary')).toHaveValue('Plain.');
  await expect(form.getByRole('alert')).toHaveCount(0);
  await form.getByLabel('Tags').fill('pulmonology');
  await form.getByLabel('Sources').fill('https://www.who.int/health-topics');
  await form.getByRole('button', { name: 'Save and hand in for review' }).click();
  await expect(main(doctor).getByRole('listitem').filter({ hasText: rare })).toContainText('In review');
  await doctor.goto(desk);
  await expect(main(doctor)).toContainText('It waits for another doctor');
  await context.close();
});

test('a picture is added to a text that was just typed, shown in it and at its head', async ({ browser }) => {
  test.slow();
  const doctor = await person(browser, 'doctor@demo.example');
  const rare = word();
  await begin(doctor, `Picture ${rare}`);
  const form = doctor.getByRole('form', { name: 'The article' });
  const typed = `A ${rare} text that nobody saved.`;
  await form.getByLabel('Text').fill(typed);
  // A red dot, as PNG.
  const buffer = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
  const pictures = doctor.getByRole('form', { name: 'Add a picture' });
  await pictures.getByLabel('Picture').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer });
  await pictures.getByRole('button', { name: 'Add the picture' }).click();
  await expect(doctor.getByText('The picture is here.')).toBeVisible();
  await expect(form.getByLabel('Text')).toHaveValue(typed);
  const code = await doctor.getByLabel('To show it in your text').inputValue();
  await form.getByLabel('Text').fill(`${typed}\n\n${code.replace('What it shows', 'A red dot')}`);
  await expect(doctor.getByRole('region', { name: 'How it will look' }).getByRole('img', { name: 'A red dot' })).toBeVisible();
  await form.getByLabel('Picture at the head').selectOption({ label: 'The one that you just added' });
  await form.getByRole('button', { name: 'Save draft' }).click();
  await expect(form.getByLabel('Picture at the head')).not.toHaveValue('');
  const natural = await doctor.getByRole('img', { name: 'A red dot' }).evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(natural).toBe(10);
  await sound(doctor);
  // What is no picture is told so.
  await pictures.getByLabel('Picture').setInputFiles({ name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') });
  await pictures.getByRole('button', { name: 'Add the picture' }).click();
  await expect(pictures).toContainText('We take these kinds of files: PNG picture');
  await doctor.context().close();
});

test('what strangers read is kept for a minute and sets no cookie; what the signed-in read is kept by nobody', async ({ page, request }) => {
  const first = await request.get('/blog');
  expect(first.status()).toBe(200);
  const { etag = '', 'cache-control': keep, vary = '', 'set-cookie': cookie } = first.headers();
  expect({ keep, cookie }).toEqual({ keep: 'public, max-age=60', cookie: undefined });
  expect(vary.toLowerCase()).toContain('cookie');
  expect(await first.text()).not.toContain('nonce');
  const second = await request.get('/blog', { headers: { 'if-none-match': etag } });
  expect(second.status()).toBe(304);
  await signIn(page, 'patient@demo.example');
  const own = await page.request.get('/blog');
  expect(own.headers()['cache-control']).toBe('no-store');
});

test('beside a result stand articles on it', async ({ page }) => {
  await ask(page, HARMLESS);
  const heading = page.getByRole('heading', { name: 'Articles that may help' });
  await main(page).locator('section').filter({ has: heading }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/blog\/[a-z0-9-]+$/);
});
