/** The browser that shows the workbench. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from '@playwright/test';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

const chromiumArguments = [
  '--no-sandbox', // Chromium refuses to run as root with it
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export function findChromium(): string | undefined {
  return process.env['CHROME_PATH'] ?? [...usualPlaces, chromium.executablePath()].find((path) => existsSync(path));
}

export function chromiumLaunchOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: run `node test/editorHost/setup.ts` or set CHROME_PATH');
  return { executablePath, args: chromiumArguments };
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumLaunchOptions());
}
