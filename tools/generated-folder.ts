import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';

/** Pages by file name. */
export type Pages = ReadonlyMap<string, string>;

/** Writes the pages of a folder under docs; with --check only tells whether it is up to date. */
export async function generateFolder(name: string, pages: Pages): Promise<void> {
  const folder = new URL(`../docs/${name}/`, import.meta.url);
  if (process.argv.includes('--check')) await check(name, folder, pages);
  else await write(name, folder, pages);
}

async function write(name: string, folder: URL, pages: Pages): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    if (!pages.has(file)) await rm(new URL(file, folder));
  }
  for (const [file, text] of pages) await writeFile(new URL(file, folder), text);
  process.stdout.write(`docs/${name}: ${pages.size} pages written\n`);
}

async function check(name: string, folder: URL, pages: Pages): Promise<void> {
  const present = existsSync(folder) ? await readdir(folder) : [];
  const stale = present.filter((file) => !pages.has(file));
  for (const [file, text] of pages) {
    const isFresh =
      present.includes(file) && (await readFile(new URL(file, folder), 'utf8')) === text;
    if (!isFresh) stale.push(file);
  }
  if (stale.length === 0) return;
  process.stderr.write(
    `docs/${name} is not up to date: ${stale.join(', ')}. ` +
      'Run npm run -s fix and commit what it writes.\n',
  );
  process.exitCode = 1;
}
