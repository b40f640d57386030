import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, StageError } from '../../model/errors.ts';

const filesMax = 10_000;
const manifestEnding = /\.(ya?ml|json)$/i;
const skippedFolder = /^(\.|node_modules$)/;

/** The manifest files of a file or a folder, recursively and in order. */
export async function manifestFiles(path: string): Promise<readonly string[]> {
  const found = await statOf(path);
  if (found.isFile()) return [path];
  if (!found.isDirectory()) throw unusable(path, 'it is neither a file nor a folder');
  const files: string[] = [];
  await walk(path, files);
  if (files.length === 0) throw unusable(path, 'it holds no .yaml, .yml or .json file');
  return files;
}

async function walk(folder: string, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unusable(folder, messageOf(error), error);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skippedFolder.test(entry.name)) await walk(path, files);
    if (entry.isFile() && manifestEnding.test(entry.name)) files.push(path);
    if (files.length > filesMax) throw unusable(folder, `it holds more than ${filesMax} files`);
  }
}

async function statOf(path: string) {
  return stat(path).catch((error: unknown) => {
    throw unusable(path, messageOf(error), error);
  });
}

function unusable(path: string, why: string, cause?: unknown): StageError {
  return new StageError('BAD_INPUT', `cannot read manifests from ${path}: ${why}`, {
    remedy: 'Give a file or a folder with Kubernetes manifests in YAML or JSON.',
    cause,
  });
}
