// Finds Chromium and starts it. The driver comes from node_modules beside this file or from NODE_PATH
// (`require` honours it, `import` does not), so that the packages can lie outside the repository.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const AXE_SOURCE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const dir of (process.env.PATH || '').split(path.delimiter)) {
    for (const n of names) { const f = path.join(dir, n); if (fs.existsSync(f)) return f; }
  }
  throw new Error('no Chromium found: install the package "chromium", or set CHROMIUM to its path');
}

/** Starts headless Chromium; nothing outside this computer can be reached from it. */
export function launch() {
  const { chromium } = require('playwright-core');
  const args = ['--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'];
  const root = Boolean(process.getuid && process.getuid() === 0); // as root Chromium refuses its sandbox
  return chromium.launch({ executablePath: findBrowser(), headless: true, args, chromiumSandbox: !root });
}
