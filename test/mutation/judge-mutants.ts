import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Control } from '../../functions/model/control.ts';
import { controlOfFile } from '../control-files.ts';
import { type Fixture, fixtureAt, fixturePaths, judgedTexts } from '../control-fixtures.ts';
import { deniedRead } from '../denied-read.ts';
import { declaredReads, whitewashed } from '../whitewash.ts';
import { absoluteImports } from './absolute-imports.ts';
import { mutantsOf } from './mutants.ts';

/*
 * A worker that judges the mutants of one control, one for each message: a number, answered by whether
 * the tests of the control see the mistake.
 */

const controls = new URL('../../functions/assess/controls/', import.meta.url);
const { path, folder }: { readonly path: string; readonly folder: string } = workerData;
const file = new URL(path, controls);
const text = readFileSync(file, 'utf8');
const mutants = mutantsOf(text);
const original = await controlOfFile(path);
const fixtures = (fixturePaths.get(path.replace(/\.ts$/, '')) ?? []).map(fixtureAt);

parentPort?.on('message', (index: number) => {
  void isKilled(index).then((killed) => parentPort?.postMessage({ index, killed }));
});
if (await isSeen(text, 'unchanged')) throw new Error(`${path} does not pass its own fixtures`);
parentPort?.postMessage({ ready: mutants });

async function isKilled(index: number): Promise<boolean> {
  const mutant = mutants[index];
  if (mutant === undefined) throw new Error(`${path} has no mutant ${index}`);
  return isSeen(mutant.source, String(index));
}

async function isSeen(source: string, name: string): Promise<boolean> {
  try {
    const control = await controlOf(source, name);
    // The generated pages list the reads of a control, and are reviewed as code.
    if (readsText(control) !== readsText(original)) return true;
    return fixtures.some(
      (fixture) => !isAsExpected(control, fixture) || isFooled(control, fixture),
    );
  } catch {
    // A control that cannot even be loaded is seen by every test.
    return true;
  }
}

function readsText({ subjectReads, judgementReads, consultedReads }: Control): string {
  return JSON.stringify([subjectReads, judgementReads, consultedReads]);
}

/** Imports stay what they are: the mutant lies in another folder. */
async function controlOf(source: string, name: string): Promise<Control> {
  const place = join(folder, `${basename(path, '.ts')}-${name}.mts`);
  writeFileSync(place, absoluteImports(source, file));
  const [control]: Control[] = Object.values(await import(pathToFileURL(place).href));
  if (control === undefined) throw new Error(`${path} exports nothing`);
  return control;
}

function isAsExpected(control: Control, { outcome, expected, snapshot }: Fixture): boolean {
  const judged = judgedTexts(control, snapshot);
  return judged.outcome === outcome && judged.texts.join('\n') === expected.join('\n');
}

/** Whether a refused read makes something right that was wrong, or not known. */
function isFooled(control: Control, { name, snapshot }: Fixture): boolean {
  if (!/^(fail|unknown)-/.test(name)) return false;
  return declaredReads(original).some(
    (read) => whitewashed(control, snapshot, deniedRead(snapshot, read)).length > 0,
  );
}
