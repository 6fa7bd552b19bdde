import { expect, newPatient, PASSWORD, signIn, test } from '../fixtures';
import { packed, PAYLOADS } from '../payloads';
import type { APIRequestContext, Page } from '@playwright/test';

/** What a page did that only somebody else's script would. */
type Alarm = { canary: number; violations: string[] };

async function watched(page: Page): Promise<Alarm> {
  const alarm: Alarm = { canary: 0, violations: [] };
  await page.exposeFunction('alarmed', (what: string) => (what === 'canary' ? alarm.canary++ : alarm.violations.push(what)));
  await page.addInitScript(() => {
    const told = window as unknown as { alarmed: (what: string) => void; canary: () => void };
    told.canary = () => told.alarmed('canary');
    document.addEventListener('securitypolicyviolation', (e) => told.alarmed(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  });
  page.on('dialog', (dialog) => {
    alarm.violations.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return alarm;
}

/** Opens a page on the screen and as it is printed; moves the pointer and the focus over it. */
async function looked(page: Page, alarm: Alarm, path: string) {
  await page.goto(path);
  for (const media of ['print', 'screen'] as const) await page.emulateMedia({ media });
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    for (const element of all.slice(0, 3000)) {
      element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      element.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    }
    const inline = all.flatMap((element) => element.getAttributeNames().filter((name) => /^on/i.test(name)));
    const links = all.flatMap((element) => ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].map((name) => element.getAttribute(name) ?? ''));
    return { inline, links: links.filter((link) => /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(link)), base: document.querySelectorAll('base').length };
  });
  expect(found, path).toEqual({ inline: [], links: [], base: 0 });
  expect(alarm, path).toEqual({ canary: 0, violations: [] });
}

/** A request of the page's own origin; its answer's data. */
async function send(request: APIRequestContext, method: string, path: string, data: unknown) {
  const headers = { origin: process.env.BASE_URL ?? 'http://127.0.0.1:3000' };
  let answer = await request.fetch(path, { method, data, headers });
  // A machine with much to do says so, and when to come back.
  for (let n = 0; n < 5 && answer.status() === 503; n++) answer = await request.fetch(path, { method, data, headers });
  expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBeLessThan(300);
  return (await answer.json()).data;
}

/** What every journey here asks once: looks are the same on a phone. */
test.beforeEach(({}, info) => test.skip(info.project.name !== 'desktop', 'once is enough'));
test.setTimeout(300_000);

test('there are three hundred payloads', () => expect(PAYLOADS.length).toBeGreaterThanOrEqual(300));

test('no script that people write runs in what they and their doctors see of it', async ({ page, browser }) => {
  const alarm = await watched(page);
  await newPatient(page);
  const doctors = await browser.newContext({ baseURL: test.info().project.use.baseURL });
  const sheet = await doctors.newPage();
  const other = await watched(sheet);
  await signIn(sheet, 'doctor@demo.example');
  const doctor = await send(sheet.request, 'GET', '/api/doctors/me/', undefined);

  // Profile: a hundred entries at a time, each payload in full.
  const profile = { name: 'Jo', language: 'en', time_zone: 'Europe/Berlin' };
  for (let n = 0; n < PAYLOADS.length; n += 100) {
    const [conditions, medications] = [PAYLOADS.slice(n, n + 50), PAYLOADS.slice(n + 50, n + 100)];
    const fields = { name: packed(120, n).text, emergency_contact: packed(200, n + 3).text };
    await send(page.request, 'PUT', '/api/patients/me/', { ...profile, ...fields, conditions, medications });
    await looked(page, alarm, '/settings');
  }

  // Descriptions, reports, visits: as many payloads in each as it holds.
  const slots = await send(page.request, 'GET', `/api/doctors/${doctor.id}/slots/`, undefined);
  for (let [n, from] = [0, 0]; from < PAYLOADS.length; ) {
    // Four at a time: nobody has as many coming visits as they like.
    const visits: { id: string; start: string }[] = [];
    for (; visits.length < 4 && from < PAYLOADS.length; n++) {
      const { text, next } = packed(500, from);
      const start = slots.items.at(-1 - n).start;
      const visit = await send(page.request, 'POST', '/api/appointments/', { doctor: doctor.id, start, mode: 'in-person', reason: text });
      visits.push({ id: visit.id, start });
      from = next;
    }
    await looked(page, alarm, '/appointments');
    for (const { id } of visits) await looked(page, alarm, `/appointments/${id}`);
    const days = [...new Set(visits.map(({ start }) => start.slice(0, 10)))];
    for (const day of days) await looked(sheet, other, `/dashboard?date=${day}`);
    await looked(sheet, other, `/dashboard/week?day=${days[0]}`);
    for (const { id } of visits) await send(page.request, 'POST', `/api/appointments/${id}/cancel/`, {});
  }

  for (let from = 0; from < PAYLOADS.length; ) {
    const { text, next } = packed(700, from);
    const report = await send(page.request, 'POST', '/api/ai/recommend-doctor/', { text, age: 34 });
    await looked(page, alarm, `/symptoms/${report.report}`);
    from = next;
  }

  // Notes of the doctor's exceptions, and what the doctor says of themselves.
  const hours = await send(sheet.request, 'GET', '/api/doctors/me/availability/', undefined);
  const noted = PAYLOADS.slice(0, 60).map((note, n) => ({ date: new Date(Date.UTC(2031, 0, n + 1)).toISOString().slice(0, 10), hours: [], note }));
  const { weekly, slot_minutes, notice_minutes, horizon_days, exceptions } = hours;
  await send(sheet.request, 'PUT', '/api/doctors/me/availability/', { weekly, slot_minutes, notice_minutes, horizon_days, exceptions: noted });
  await looked(sheet, other, '/dashboard/availability');
  await send(sheet.request, 'PUT', '/api/doctors/me/availability/', { weekly, slot_minutes, notice_minutes, horizon_days, exceptions });

  await sheet.goto('/dashboard');
  await expect(sheet.getByText('Live', { exact: true })).toBeVisible();
  await looked(sheet, other, '/account');
  await doctors.close();
});

test('no script in the name of a doctor runs where an administrator and others read it', async ({ page, browser }) => {
  const alarm = await watched(page);
  await signIn(page, 'admin@demo.example');
  const { items } = await send(page.request, 'GET', '/api/doctors/?limit=1', undefined);
  const names = ['</title><img src=x onerror=canary()>', ...['</textarea>', '">', '-->', '</option></select>', '</script>'].map((out) => `${out}<svg onload=canary()>`)];
  for (const name of names) {
    const email = `script-${Date.now()}-${process.pid}@demo.example`;
    const license = { license_number: name.slice(0, 60), license_issuer: name, license_expires: '2040-01-01' };
    const strangers = await browser.newContext({ baseURL: test.info().project.use.baseURL });
    const made = { email, password: PASSWORD, user_type: 'doctor', name: `Zz ${name}`, specialty: 'cardiology', clinic: items[0].clinic.id, ...license };
    await send(strangers.request, 'POST', '/api/auth/register/', made);
    await strangers.close();
    const waiting = await send(page.request, 'GET', '/api/doctors/unverified/?limit=100', undefined);
    const doctor = waiting.items.find((one: { email: string }) => one.email === email);
    await looked(page, alarm, '/admin');
    await send(page.request, 'POST', `/api/doctors/${doctor.id}/verify/`, {});
    await looked(page, alarm, `/doctors/${doctor.id}`);
    const users = await send(page.request, 'GET', `/api/users/?q=${encodeURIComponent(email)}`, undefined);
    await send(page.request, 'POST', `/api/users/${users.items[0].id}/deactivate/`, {});
  }
  await looked(page, alarm, '/admin/audit');
});

test('no script in an address or a form runs in the page that repeats it', async ({ page }) => {
  const alarm = await watched(page);
  for (const [n, payload] of PAYLOADS.entries()) {
    const word = encodeURIComponent(payload);
    const paths = n % 2 === 0 ? [`/doctors?text=${word}&city=${word}`, `/login?next=${word}`] : [`/${word}`, `/symptoms?text=${word}`];
    for (const path of paths) {
      const body = await (await page.request.get(path)).text();
      if (/<[a-z!?/]/i.test(payload) && !payload.startsWith('</')) expect(body.includes(payload), `${path} repeats ${payload}`).toBe(false);
    }
  }
  for (const payload of PAYLOADS.filter((_, n) => n % 12 === 0)) {
    const word = encodeURIComponent(payload.slice(0, 100));
    await looked(page, alarm, `/doctors?text=${word}&city=${word}`);
    await looked(page, alarm, `/symptoms?text=${word}`);
  }
  for (let from = 0; from < PAYLOADS.length; from += 40) {
    await page.goto('/login');
    await page.locator('input[name=email]').evaluate((field, text) => ((field as HTMLInputElement).value = text), PAYLOADS[from]);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.locator('main form').first().evaluate((form) => ((form as HTMLFormElement).noValidate = true));
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    expect(alarm).toEqual({ canary: 0, violations: [] });
  }
});

test('no script runs in the mails that go out', async ({ page }) => {
  const alarm = await watched(page);
  const origin = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
  for (const name of PAYLOADS.filter((_, n) => n % 30 === 0)) {
    const email = `script-${Date.now()}-${Math.random()}@demo.example`;
    const data = { email, password: PASSWORD, user_type: 'patient', name: name.slice(0, 120) };
    await page.request.post('/api/auth/register/', { data, headers: { origin } });
  }
  await looked(page, alarm, '/dev/outbox');
});
