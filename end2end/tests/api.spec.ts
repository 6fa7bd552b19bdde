import createClient from 'openapi-fetch';
import type { paths } from '../api';
import { PASSWORD, expect, test } from '../fixtures';

/** A program's client, typed by the API's own document. */
function client(baseUrl: string) {
  const origin = new URL(baseUrl).origin;
  let cookie = '';
  const api = createClient<paths>({ baseUrl: origin });
  api.use({
    onRequest({ request }) {
      // What bears the cookie also says where it comes from.
      request.headers.set('origin', origin);
      if (cookie) request.headers.set('cookie', cookie);
    },
    onResponse({ response }) {
      const set = response.headers.getSetCookie()[0];
      if (set) cookie = set.split(';')[0] ?? '';
    },
  });
  return api;
}

test('a program signs in, finds a doctor, books, lists and cancels', async ({ baseURL }) => {
  const api = client(baseURL!);
  const email = `program-${Date.now()}-${process.pid}@demo.example`;
  const registered = await api.POST('/api/auth/register/', {
    body: { email, password: PASSWORD, user_type: 'patient', name: 'Pat Program', time_zone: 'Europe/Berlin' },
  });
  expect(registered.response.status).toBe(201);
  const me = await api.POST('/api/auth/login/', { body: { email, password: PASSWORD } });
  expect(me.data?.data.user_type).toBe('patient');

  const found = await api.GET('/api/doctors/', { params: { query: { specialty: 'general-practice', limit: 5 } } });
  const doctor = found.data?.data.items.find((one) => one.slots.length > 0);
  if (!doctor) throw new Error('no doctor has time');
  const week = { from: doctor.slots[0]!.start };
  const free = await api.GET('/api/doctors/{id}/slots/', { params: { path: { id: doctor.id }, query: week } });
  // The last one: other journeys take the first.
  const slot = free.data?.data.items.at(-1);
  if (!slot) throw new Error('the doctor has no time after all');

  const wish = { doctor: doctor.id, start: slot.start, mode: 'in-person', reason: 'A check-up' } as const;
  const key = crypto.randomUUID();
  const book = () => api.POST('/api/appointments/', { params: { header: { 'Idempotency-Key': key } }, body: wish });
  const booked = await book();
  if (!booked.data) throw new Error(booked.error.error.message);
  const { id, status, version } = booked.data.data;
  expect(['booked', 'pending']).toContain(status);
  expect((await book()).data?.data.id, 'the same key books once').toBe(id);
  const again = await api.POST('/api/appointments/', { body: wish });
  expect(again.error?.error.code).toBe('PATIENT_BUSY');

  const mine = await api.GET('/api/appointments/', { params: { query: { when: 'upcoming' } } });
  expect(mine.data?.data.items.map((visit) => visit.id)).toEqual([id]);
  const stale = await api.POST('/api/appointments/{id}/cancel/', {
    params: { path: { id }, header: { 'If-Match': `"${version + 1}"` } },
  });
  expect(stale.error?.error.code).toBe('PRECONDITION_FAILED');
  const cancelled = await api.POST('/api/appointments/{id}/cancel/', {
    params: { path: { id }, header: { 'If-Match': `"${version}"` } },
  });
  expect(cancelled.data?.data.status).toBe('cancelled');
});

test('the API can be read and tried in a browser, under the strict policy and without other hosts', async ({ page, baseURL }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(baseURL!).origin) elsewhere.push(request.url());
  });
  // Violations of the policy are errors in the console, which no page may have; see fixtures.
  await page.goto('/api/docs');
  await expect(page.getByText('Smart Health Synchronizer').first()).toBeVisible();
  const operation = (id: string) => page.locator(`[id^="operations-"][id$="-${id}"]`);
  await page.locator('#operations-tag-Symptoms').click();
  await operation('symptomConditions').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await expect(page.locator('.live-responses-table')).toContainText('"success": true');
  await page.locator('#operations-tag-Appointments').click();
  await operation('appointmentBook').getByRole('button').first().click();
  await expect(operation('appointmentBook')).toContainText('Idempotency-Key');
  expect(elsewhere).toEqual([]);
});
