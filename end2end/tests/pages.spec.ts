import { expect, signIn, sound, test } from '../fixtures';

const OPEN = ['/', '/about', '/about/ai', '/privacy', '/risk', '/risk/prevent', '/symptoms', '/doctors', '/register', '/register?as=doctor', '/login', '/account/forgot', '/account/verify?token=x', '/account/email?token=x', '/account/reset?token=x'];

for (const path of OPEN) {
  test(`${path} is sound for a visitor`, async ({ page }) => {
    await page.goto(path);
    await sound(page);
  });
}

for (const [email, paths] of Object.entries({
  'patient@demo.example': ['/', '/appointments', '/appointments?when=past', '/settings', '/settings/privacy', '/account'],
  'doctor@demo.example': ['/dashboard', '/dashboard/week', '/dashboard/availability', '/settings', '/settings/privacy', '/account'],
  'admin@demo.example': ['/admin', '/settings', '/settings/privacy', '/account'],
})) {
  test(`the pages of ${email} are sound`, async ({ page }) => {
    await signIn(page, email);
    for (const path of paths) {
      await page.goto(path);
      await sound(page);
    }
  });
}

test('a page that does not exist says so and leads on', async ({ page }) => {
  const answer = await page.goto('/no/such/page');
  expect(answer?.status()).toBe(404);
  await sound(page);
});

test('pages of others answer as if they did not exist', async ({ page }) => {
  await signIn(page, 'patient@demo.example');
  expect((await page.goto('/appointments/00000000-0000-7000-8000-000000000000'))?.status()).toBe(404);
  expect((await page.goto('/dashboard'))?.status()).toBe(403);
  expect((await page.goto('/admin'))?.status()).toBe(403);
});

test('the dashboard is a lazy chunk that a visitor never loads', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  for (const path of ['/', '/symptoms', '/doctors']) await page.goto(path, { waitUntil: 'networkidle' });
  expect(loaded.filter((path) => path.endsWith('.wasm'))).toEqual([]);
  await signIn(page, 'doctor@demo.example');
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  expect(loaded.filter((path) => path.endsWith('.wasm')).length).toBeGreaterThanOrEqual(2);
});
