import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

export const PASSWORD = 'demo-password-2026';

/** A page that must raise no error in the console, and nothing that axe would find, wherever it is looked at. */
export const test = base.extend<{ clean: void }>({
  clean: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        // A refused form answers 4xx, which the browser also reports here.
        if (message.type() === 'error' && !message.text().includes('Failed to load resource')) faults.push(message.text());
      });
      await use();
      expect(faults, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Without motion, colours have changed into the other theme two frames later; what is half way there has no contrast of its own. */
async function settled(page: Page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds. No page has a frame of another origin, so it works in this page and opens no second one to collect what frames say. */
async function found(page: Page, colours: boolean) {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  // Between themes nothing differs but colours.
  const { violations } = await (colours ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe.withTags(TAGS)).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary}`).join('; ')}`);
}

/** Axe finds nothing, in light and in dark. */
export async function accessible(page: Page) {
  // The whole page at once: what the bar at the bottom of a phone covers at this moment, a scroll away it does not.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height });
  const before = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    expect(await found(page, colorScheme === 'dark'), `axe in ${colorScheme} on ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: before as 'light' | 'dark', reducedMotion: null });
  if (size) await page.setViewportSize(size);
}

/** Nothing sticks out sideways. */
export async function fits(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** What every page must be. */
export async function sound(page: Page) {
  await accessible(page);
  await fits(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
}

const main = (page: Page) => page.getByRole('main');

export async function signIn(page: Page, email: string, password = PASSWORD) {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await main(page).getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/login/);
}

let people = 0;

/** A new patient of their own, signed in, so that journeys do not meet in one calendar. */
export async function newPatient(page: Page): Promise<string> {
  const email = `journey-${Date.now()}-${process.pid}-${++people}@demo.example`;
  await page.goto('/register');
  await page.getByLabel('Full name').fill('Jo Journey');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await main(page).getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/login/);
  await signIn(page, email);
  return email;
}

/** Describes symptoms and gets to the answer, past the questions if there are any. */
export async function ask(page: Page, text: string, age = '34') {
  await describe(page, text, age);
  if (page.url().includes('/questions')) await main(page).getByRole('link', { name: 'See the result now' }).click();
  await expect(page).toHaveURL(/\/symptoms\/[0-9a-f-]{36}(\?|$)/);
}

/** Describes symptoms. */
export async function describe(page: Page, text: string, age = '34') {
  await page.goto('/symptoms');
  await page.getByLabel('What is bothering you?').fill(text);
  await page.getByLabel('Age in years').fill(age);
  await main(page).getByRole('button', { name: 'See what it may be' }).click();
  await expect(page).toHaveURL(/\/symptoms\/[0-9a-f-]{36}/);
}

export const HARMLESS = 'I have had a runny nose, sneezing and a scratchy throat for two days, no fever.';
