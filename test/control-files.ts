import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Control } from '../functions/model/control.ts';

const folder = new URL('../functions/assess/controls/', import.meta.url).pathname;

/** Every control file, as `area/name.ts`. */
export const controlFiles: readonly string[] = readdirSync(folder, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => path.endsWith('.ts'))
  .sort();

/** The one control that a file exports. */
export async function controlOfFile(path: string): Promise<Control> {
  const exports: Record<string, Control> = await import(pathToFileURL(`${folder}${path}`).href);
  const [control, ...others] = Object.values(exports);
  if (control === undefined || others.length > 0) {
    throw new Error(`${path} exports ${others.length + 1} things, expected one control`);
  }
  return control;
}
