import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import type { BundledFile } from './stage-settings.ts';

const root = join(import.meta.dirname, '..');
const folder = 'exceptions';

type Bundled = {
  readonly files: readonly BundledFile[];
  readonly environment: Readonly<Record<string, string>>;
};

/**
 * The exceptions beside the code of the stage that judges by them. Throws with every fault of a file
 * that is not valid: it is found at synthesis, and not by the first scan.
 */
export function bundledExceptions(file: string | undefined): Bundled {
  if (file === undefined) return { files: [], environment: {} };
  // The command that people check their file with, in a process of its own: this app runs no stage.
  const command = [join(root, 'cli', 'main.ts'), 'exceptions', '--', join(root, file)];
  const { status, stderr, error } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`the exceptions cannot be deployed: ${error?.message ?? stderr.trim()}`);
  }
  return {
    files: [{ from: file, to: folder }],
    environment: { RINGFENCE_EXCEPTIONS_FILE: `${folder}/${basename(file)}` },
  };
}
