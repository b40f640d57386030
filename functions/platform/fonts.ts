import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, StageError } from '../model/errors.ts';
import type { Fonts } from '../model/world.ts';

const faces = {
  regular: 'ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  bold: 'ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  mono: 'ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
} as const satisfies Readonly<Record<keyof Fonts, string>>;

/**
 * IBM Plex as TrueType. A bundle has the files in `fonts` beside itself, a checkout in the
 * packages; whichever exists is taken.
 */
export async function loadFonts(): Promise<Fonts> {
  const [regular, bold, mono] = await Promise.all([
    loadFace(faces.regular),
    loadFace(faces.bold),
    loadFace(faces.mono),
  ]);
  return { regular, bold, mono };
}

async function loadFace(face: string): Promise<Uint8Array> {
  const tried = [besideBundle(face), ...inPackages(face)];
  for (const path of tried) {
    if (await exists(path)) return readFile(path);
  }
  throw new StageError('BAD_INPUT', `a font of the report is missing; tried ${tried.join(', ')}`, {
    remedy: 'Install the packages, or put the TrueType files into "fonts" beside the bundle.',
  });
}

function besideBundle(face: string): string {
  const file = face.split('/').at(-1) ?? face;
  return join(dirname(fileURLToPath(import.meta.url)), 'fonts', file);
}

function inPackages(face: string): readonly string[] {
  const [name = '', ...path] = face.split('/');
  const manifest = `@expo-google-fonts/${name}/package.json`;
  try {
    const root = dirname(createRequire(import.meta.url).resolve(manifest));
    return [join(root, ...path)];
  } catch (error) {
    // A bundle has no packages: the message names what was looked for instead of a path.
    return [`${manifest} (${messageOf(error)})`];
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
