import { open } from 'node:fs/promises';
import { messageOf, StageError } from '../functions/model/errors.ts';
import type { Terminal } from './terminal.ts';

/** So many lines go out at once: a map may have millions, and is never held as one text. */
const chunkLines = 10_000;

/** Puts the lines of a result into a file where one is named, and on the terminal otherwise. */
export async function writeResult(
  lines: Iterable<string>,
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (file !== undefined) return writeFile(lines, file);
  for (const chunk of chunksOf(lines)) {
    terminal.print(chunk.join('\n'));
    await terminal.printed();
  }
}

async function writeFile(lines: Iterable<string>, file: string): Promise<void> {
  const opened = await orRefuse(file, () => open(file, 'w'));
  await using _closing = opened;
  for (const chunk of chunksOf(lines)) {
    await orRefuse(file, () => opened.write(chunk.map((line) => `${line}\n`).join('')));
  }
}

async function orRefuse<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new StageError('BAD_INPUT', `cannot write ${file}: ${messageOf(cause)}`, {
      remedy: 'Name a file in a folder that exists and can be written.',
      cause,
    });
  }
}

function* chunksOf(lines: Iterable<string>): Generator<readonly string[]> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < chunkLines) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
