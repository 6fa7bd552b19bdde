import { expect, signIn, sound, test } from '../fixtures';

const OPEN = ['/', '/about', '/about/ai', '/privacy', '/risk', '/risk/prevent', '/symptoms', '/doctors', '/blog', '/blog?q=cough', '/blog?tag=cardiology', '/register', '/register?as=doctor', '/login', '/account/forgot', '/account/verify?token=x', '/account/email?token=x', '/account/reset?token=x'];

for (const path of OPEN) {
  test(`${path} is sound for a visitor`, async ({ page }) => {
    await page.goto(path);
    await sound(page);
  });
}

for (const [email, paths] of Object.entries({
  'patient@demo.example': ['/', '/appointments', '/appointments?when=past', '/records', '/records/vitals', '/records/labs', '/records/new', '/records/import', '/records/access', '/prescriptions', '/settings', '/settings/privacy', '/account'],
  'doctor@demo.example': ['/dashboard', '/dashboard/prescriptions', '/patients', '/patients/emergency', '/dashboard/week', '/dashboard/availability', '/dashboard/blog', '/dashboard/blog/new', '/settings', '/settings/privacy', '/account'],
  'admin@demo.example': ['/admin', '/admin/audit', '/admin/reviews', '/admin/comments', '/admin/comments?of=newest', '/admin/comments?of=hidden', '/settings', '/settings/privacy', '/account'],
})) {
  test(`the pages of ${email} are sound`, async ({ page }) => {
    // A dozen pages, each in light and dark.
    test.slow();
    await signIn(page, email);
    for (const path of paths) {
      await page.goto(path);
      await sound(page);
    }
  });
}

test('a review, an entry of the record and a prescription are sound for their patient', async ({ page }) => {
  await signIn(page, 'patient@demo.example');
  for (const list of ['/records', '/prescriptions']) {
    await page.goto(list);
    await page.getByRole('main').locator(`a[href^="${list}/0"]`).first().click();
    await expect(page).toHaveURL(new RegExp(`${list}/0`));
    await sound(page);
  }
  await page.goto('/doctors?specialty=general-practice');
  await page.getByRole('main').locator('a[href$="/reviews"]').first().click();
  await expect(page).toHaveURL(/reviews$/);
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('of 5');
  await sound(page);
});

test('every place fits into the head and the foot of a page at any width', async ({ page }) => {
  await signIn(page, 'patient@demo.example');
  for (const width of [320, 390, 640, 768, 1023, 1024, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/records');
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    expect(scroll, `${width} px`).toBeLessThanOrEqual(client);
    const seen = page.locator('nav[aria-label="Main"], nav[aria-label="Places"]').locator('visible=true');
    await expect(seen, `${width} px`).toHaveCount(1);
    const lines = await page.locator('header .brand').evaluate((brand) => brand.getBoundingClientRect().height);
    expect(lines, `${width} px`).toBeLessThan(60);
  }
});

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
