// Takes the pictures in docs/screenshots from a running server with demo data:
//   BASE_URL=http://127.0.0.1:3000 node end2end/screenshots.mjs [FOLDER [NAME...]]
// A folder gets the whole length of each page, as PNG.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const base = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
const [elsewhere, ...only] = process.argv.slice(2);
const folder = elsewhere ? `${elsewhere}/` : new URL('../docs/screenshots/', import.meta.url).pathname;
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const PASSWORD = 'demo-password-2026';

const tell = (text, age) => async (page) => {
  await page.goto(`${base}/symptoms`);
  await page.getByLabel('What is bothering you?').fill(text);
  await page.getByLabel('Age in years').fill(age);
  await page.getByRole('button', { name: 'See what it may be' }).click();
  await page.waitForURL(/symptoms\/[0-9a-f-]{36}/);
};
const ask = (text, age) => async (page) => {
  await tell(text, age)(page);
  if (page.url().includes('/questions')) await page.getByRole('link', { name: 'See the result now' }).click();
  await page.waitForURL(/symptoms\/[0-9a-f-]{36}(\?|$)/);
};
const open = (path) => (page) => page.goto(base + path);
const link = (path, selector) => async (page) => {
  await page.goto(base + path);
  await page.locator(selector).first().click();
  await page.waitForLoadState();
};

const visitor = {
  home: open('/'),
  symptoms: open('/symptoms'),
  question: tell('My stomach hurts and I feel sick since yesterday', '34'),
  result: ask('I have had a sore throat, a runny nose and a mild fever for two days. No cough, no rash.', '34'),
  emergency: ask('Crushing pain in my chest that goes into my left arm, I am sweating and feel sick', '58'),
  scores: open('/risk'),
  score: open('/risk/bmi?age=45&height_cm=180&weight_kg=97&cutoffs=who&pregnant=no#result'),
  'about-ai': open('/about/ai'),
  doctors: open('/doctors?specialty=general-practice'),
  doctor: link('/doctors?specialty=cardiology', 'main a[href^="/doctors/"]'),
  blog: open('/blog'),
  article: link('/blog', 'main h2 a[href^="/blog/"]'),
};
const patient = {
  book: link('/doctors', 'main a[href^="/book/"]'),
  appointments: open('/appointments'),
  records: open('/records'),
  vitals: open('/records/vitals'),
  prescriptions: open('/prescriptions'),
};
const live = async (page) => {
  await page.goto(`${base}/dashboard`);
  await page.getByText('Live', { exact: true }).waitFor();
};
const doctor = {
  dashboard: live,
  week: open('/dashboard/week'),
  availability: open('/dashboard/availability'),
  patient: link('/patients?name=Alex+Morgan', 'main a:has-text("Alex Morgan")'),
  prescribe: async (page) => {
    await link('/patients?name=Alex+Morgan', 'main a:has-text("Alex Morgan")')(page);
    await page.waitForURL(/patients\/[0-9a-f-]{36}/);
    await page.goto(`${page.url().split(/[?#]/)[0]}/prescriptions/new`);
    await page.getByLabel('Substance').first().fill('amoxicillin');
    await page.locator('[name="m0-dose"]').fill('500');
    await page.getByText(/^Allergy: penicillin/).first().waitFor({ state: 'attached' });
  },
  statistics: open('/dashboard/statistics'),
};
const admin = { admin: open('/admin') };

mkdirSync(folder, { recursive: true });
const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : [];
const browser = await chromium.launch({ executablePath: process.env.SHS_CHROMIUM || undefined, args });
for (const [device, viewport] of Object.entries(sizes)) {
  for (const [email, pages] of [['', visitor], ['patient@demo.example', patient], ['doctor@demo.example', doctor], ['admin@demo.example', admin]]) {
    const page = await browser.newPage({ viewport, isMobile: device === 'phone', hasTouch: device === 'phone', timezoneId: 'Europe/London' });
    if (email) {
      await page.goto(`${base}/login`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((url) => !url.pathname.includes('login'));
    }
    for (const [name, go] of Object.entries(pages).filter(([name]) => only.length === 0 || only.includes(name))) {
      await go(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const file = `${folder}${name}-${device}-${colorScheme}`;
        if (elsewhere) await page.screenshot({ path: `${file}.png`, fullPage: true });
        else await page.screenshot({ path: `${file}.jpg`, type: 'jpeg', quality: 60 });
      }
    }
    await page.close();
  }
}
await browser.close();
