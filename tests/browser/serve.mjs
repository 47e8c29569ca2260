#!/usr/bin/env node
// Runs `candour serve` as a person would: opens the home page in Chromium, saves a change, breaks a file, mends it, and looks
// whether the open page follows each time by itself. Works on a copy of the site.
// usage: node serve.mjs <candour program> <site folder>      exit status: 0 all as it should be, 1 not, 2 could not run
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { AXE_SOURCE, AXE_TAGS, launch } from './chromium.mjs';

const SOURCES = ['candour.toml', 'data', 'content', 'themes', 'approvals.toml', 'releases'];
const PATIENCE = 60000; // for one rebuild on a busy machine

const [program, site] = process.argv.slice(2);
if (!program || !site) { console.error('usage: node serve.mjs <candour program> <site folder>'); process.exit(2); }

const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'candour-serve-'));
for (const name of SOURCES) {
  const from = path.join(site, name);
  if (fs.existsSync(from)) fs.cpSync(from, path.join(copy, name), { recursive: true });
}
const settings = path.join(copy, 'candour.toml');
const good = fs.readFileSync(settings, 'utf8');
const council = (/^\s*name\s*=\s*"([^"]+)"/m.exec(good) || [])[1];
if (!council) { console.error('serve: candour.toml names no council'); process.exit(2); }

let said = '';
const server = spawn(path.resolve(program), ['--root', copy, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
server.stdout.on('data', (d) => { said += d; });
server.stderr.on('data', (d) => { said += d; });

const wait = (ms) => new Promise((ok) => setTimeout(ok, ms));
async function address() {
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
    if (found) return found[0];
    if (server.exitCode !== null) break;
    await wait(50);
  }
  throw new Error(`candour serve gave no address:\n${said}`);
}

// Saved as editors do: a new file in the place of the old one.
function save(text) {
  fs.writeFileSync(`${settings}.new`, text);
  fs.renameSync(`${settings}.new`, settings);
}

let failures = 0;
function expect(ok, what, more = '') {
  if (!ok) failures++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${ok || !more ? '' : `\n      ${more}`}`);
}

async function follows(page, what, change, test, argument) {
  const started = Date.now();
  change();
  const came = await page.waitForFunction(test, argument, { timeout: PATIENCE, polling: 20 }).then(() => true, () => false);
  expect(came, `${what} (${Date.now() - started} ms)`, `the page says "${await page.title()}"; the program said:\n${said.slice(-2000)}`);
}

async function accessible(page, what) {
  await page.evaluate(AXE_SOURCE);
  const found = await page.evaluate(async (tags) => (await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }))
    .violations.map((v) => `${v.id} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')})`), AXE_TAGS);
  expect(found.length === 0, `${what} passes axe`, found.join('; '));
}

async function main() {
  const base = await address();
  const browser = await launch();
  try {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const errors = [];
    page.on('console', (m) => { if (m.type() === 'error' && !/500/.test(m.text())) errors.push(m.text()); });
    page.on('pageerror', (e) => errors.push(String(e.message)));
    page.on('response', (r) => { if (r.status() === 404) errors.push(`404 for ${r.url()}`); });
    const answer = await page.goto(base, { waitUntil: 'load' });
    expect(answer.status() === 200, 'the home page is served', `status ${answer.status()}`);
    expect(await page.locator('.candour-preview').isVisible(), 'the draft bar is shown');
    await accessible(page, 'the home page with its draft bar');

    const renamed = good.replace(`"${council}"`, '"Renamed Council"');
    await follows(page, 'a saved change shows by itself', () => save(renamed), () => document.title.includes('Renamed Council'));
    await follows(page, 'a broken file shows its report', () => save(`${renamed}\n[[[\n`), () => /could not be built/.test((document.querySelector('h1') || {}).textContent || ''));
    await accessible(page, 'the report');
    await page.getByRole('link', { name: 'last good' }).click();
    expect((await page.title()).includes('Renamed Council'), 'the last good version is a link away');
    await follows(page, 'the mended site shows by itself', () => save(good), (name) => document.title.includes(name), council);
    expect(errors.length === 0, 'nothing breaks in the browser', errors.slice(0, 5).join('; '));
  } finally { await browser.close().catch(() => {}); }
}

main().catch((e) => { failures++; console.error('serve:', e.message || e); }).finally(() => {
  server.kill();
  fs.rmSync(copy, { recursive: true, force: true });
  console.log(failures ? `${failures} failed` : 'the preview follows its sources');
  process.exit(failures ? 1 : 0);
});
