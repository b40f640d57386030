import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pMap from 'p-map';
import { parse } from 'yaml';
import * as z from 'zod';
import { controlFiles } from '../control-files.ts';
import { refusedByTypes } from './refused-by-types.ts';

/*
 * Makes small mistakes in every control, one at a time, and asks whether its fixtures see them:
 *
 *   npm run -s prove:controls              fails where a mistake lives that nobody has answered for
 *   npm run -s prove:controls -- PATH      only controls whose path holds PATH, and prints all that live
 *   npm run -s prove:controls -- --write   writes docs/mutants.md from what it found
 */

const page = new URL('../../docs/mutants.md', import.meta.url);
const mayLive = z
  .record(z.string(), z.array(z.strictObject({ change: z.string(), why: z.string() })))
  .parse(parse(readFileSync(new URL('./may-live.yaml', import.meta.url), 'utf8')) ?? {});

const controls = new URL('../../functions/assess/controls/', import.meta.url);

const placeSchema = z.object({ line: z.number(), change: z.string(), source: z.string() });
const readySchema = z.object({ ready: z.array(placeSchema) });
const answerSchema = z.object({ killed: z.boolean() });

type Place = Readonly<z.infer<typeof placeSchema>>;
type Survivor = Place & { readonly path: string };
type Outcome = {
  readonly path: string;
  readonly mutants: number;
  readonly alive: readonly Place[];
};

/** Far more than any control takes; a mistake can make a loop that does not end. */
const patienceMs = 30_000;

const [argument] = process.argv.slice(2);
const isWriting = argument === '--write';
const wanted = controlFiles.filter((path) => isWriting || path.includes(argument ?? ''));
const folder = mkdtempSync(join(tmpdir(), 'ringfence-mutants-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const outcomes = await pMap(wanted, mutated, { concurrency: availableParallelism() });
const unseen = outcomes.flatMap(({ path, alive }) => alive.map((place) => ({ path, ...place })));
const refused = await refusedByTypes(
  unseen.map(({ path, source }) => ({ source, file: new URL(path, controls) })),
  folderOf('unseen'),
);
const survivors = unseen.filter((_, index) => refused[index] === false);
const total =
  outcomes.reduce((sum, { mutants }) => sum + mutants, 0) - unseen.length + survivors.length;
report();

async function mutated(path: string): Promise<Outcome> {
  let worker = await started(path);
  const alive: Place[] = [];
  for (const [index, place] of worker.places.entries()) {
    const killed = await asked(worker.thread, index);
    if (killed === false) alive.push(place);
    if (killed !== undefined) continue;
    await worker.thread.terminate();
    worker = await started(path);
  }
  await worker.thread.terminate();
  return { path, mutants: worker.places.length, alive };
}

async function started(path: string) {
  const thread = new Worker(new URL('./judge-mutants.ts', import.meta.url), {
    workerData: { path, folder: folderOf(path.replaceAll('/', '-')) },
  });
  const ready = await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  return { thread, places: readySchema.parse(ready).ready };
}

function folderOf(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Whether the mutant was seen; undefined where it did not come to an end, or took all memory. */
function asked(thread: Worker, index: number): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    const settle = (killed?: boolean) => {
      clearTimeout(timer);
      resolve(killed);
    };
    thread.removeAllListeners('error');
    thread.once('error', () => settle());
    thread.once('message', (answer) => settle(answerSchema.parse(answer).killed));
    thread.postMessage(index);
  });
}

function report(): void {
  const unanswered = survivors.filter((survivor) => reasonOf(survivor) === undefined);
  const stale = wanted.flatMap((path) =>
    (mayLive[path] ?? [])
      .filter(({ change }) => !survivors.some((s) => s.path === path && s.change === change))
      .map(({ change }) => `${path}: ${change}`),
  );
  const killed = total - survivors.length;
  print(`${wanted.length} controls, ${total} mutants: ${killed} killed, ${survivors.length} alive`);
  for (const { path, line, change } of unanswered) print(`alive: ${path}:${line} ${change}`);
  for (const text of stale) print(`killed, but listed as alive: ${text}`);
  if (unanswered.length > 0 || stale.length > 0) process.exitCode = 1;
  if (isWriting) writeFileSync(page, pageText(killed));
}

function reasonOf({ path, change }: Survivor): string | undefined {
  return mayLive[path]?.find((given) => given.change === change)?.why;
}

function pageText(killed: number): string {
  const rows = survivors.map((survivor) => {
    const code = survivor.change.replaceAll('|', '\\|').replaceAll('`', "'");
    return `| ${survivor.path} | \`${code}\` | ${reasonOf(survivor) ?? 'not answered for'} |`;
  });
  return [
    '# Mutants that live',
    '',
    '<!-- Generated by npm run -s prove:controls -- --write from test/mutation/may-live.yaml. -->',
    '',
    'Small mistakes, made one at a time in every control: an operator turned around, a condition fixed, a',
    'literal changed, an element or a filter left out. A mistake is seen where a fixture of the control',
    'comes out otherwise, where a refused read turns something bad into something good, or where the page of',
    'the control lists other reads. What no fixture sees and the compiler refuses is not counted.',
    '',
    `${wanted.length} controls, ${total} mutants: ${killed} were seen, ${survivors.length} live.`,
    '',
    '| control | mistake | why it may live |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
