import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { catalogue } from '../functions/assess/catalog.ts';
import { controlPages } from './control-pages.ts';

/** Writes docs/controls from the catalogue; with --check only tells whether it is up to date. */
const folder = new URL('../docs/controls/', import.meta.url);
const pages = controlPages(catalogue);

if (process.argv.includes('--check')) await check();
else await write();

async function write(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!pages.has(name)) await rm(new URL(name, folder));
  }
  for (const [name, text] of pages) await writeFile(new URL(name, folder), text);
  process.stdout.write(`docs/controls: ${pages.size} pages written\n`);
}

async function check(): Promise<void> {
  const present = existsSync(folder) ? await readdir(folder) : [];
  const stale = present.filter((name) => !pages.has(name));
  for (const [name, text] of pages) {
    const isFresh =
      present.includes(name) && (await readFile(new URL(name, folder), 'utf8')) === text;
    if (!isFresh) stale.push(name);
  }
  if (stale.length === 0) return;
  process.stderr.write(
    `docs/controls is not up to date: ${stale.join(', ')}. ` +
      'Run npm run -s fix and commit what it writes.\n',
  );
  process.exitCode = 1;
}
