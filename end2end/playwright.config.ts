import { defineConfig } from '@playwright/test';

// The server is started by script/test; BASE_URL says where. SHS_CHROMIUM names the system's browser, else Playwright's own is used.
const executablePath = process.env.SHS_CHROMIUM || undefined;
const asRoot = process.getuid?.() === 0;
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 900 } };

export default defineConfig({
  testDir: 'tests',
  // Journeys book real slots of shared demo doctors: one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A trace costs half as much again; it is for looking at a journey that failed.
    trace: process.env.SHS_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: { executablePath, args: asRoot ? ['--no-sandbox', ...quiet] : quiet },
  },
  projects: [
    { name: 'phone', use: { ...phone, colorScheme: 'light' } },
    { name: 'desktop', use: { ...desktop, colorScheme: 'dark' } },
  ],
});
