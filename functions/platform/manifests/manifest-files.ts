import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, StageError } from '../../model/errors.ts';

const filesMax = 10_000;
const manifestEnding = /\.(ya?ml|json)$/i;
/** Hidden folders hold no manifests of a cluster; `..data` of a mounted ConfigMap is one of them. */
const skippedFolder = /^(\.|node_modules$)/;

type Walk = { readonly files: string[]; readonly seenFolders: Set<string> };

/** The manifest files of a file or a folder, recursively and in order; links are followed. */
export async function manifestFiles(path: string): Promise<readonly string[]> {
  const found = await statOf(path);
  if (found.isFile()) return [path];
  if (!found.isDirectory()) throw unusable(path, 'it is neither a file nor a folder');
  const walk: Walk = { files: [], seenFolders: new Set() };
  await walkFolder(path, walk);
  if (walk.files.length === 0) throw unusable(path, 'it holds no .yaml, .yml or .json file');
  return walk.files;
}

/** A folder is walked once, so that links that lead in a circle end. */
async function walkFolder(folder: string, walk: Walk): Promise<void> {
  const place = await realpath(folder);
  if (walk.seenFolders.has(place)) return;
  walk.seenFolders.add(place);
  const names = await readdir(folder).catch((error: unknown) => {
    throw unusable(folder, messageOf(error), error);
  });
  for (const name of names.sort()) {
    await visit(join(folder, name), name, walk);
    if (walk.files.length > filesMax)
      throw unusable(folder, `it holds more than ${filesMax} files`);
  }
}

async function visit(path: string, name: string, walk: Walk): Promise<void> {
  const isManifest = manifestEnding.test(name);
  const found = await stat(path).catch((error: unknown) => {
    // A link that leads nowhere holds nothing, unless it is named as a manifest.
    if (isManifest) throw unusable(path, messageOf(error), error);
    return undefined;
  });
  if (found?.isDirectory() && !skippedFolder.test(name)) await walkFolder(path, walk);
  if (found?.isFile() && isManifest) walk.files.push(path);
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
