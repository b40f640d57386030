import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { progressOn } from '../cli/progress.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY, written });
}

test.each([[true], [false]])(
  'work of less than a second is silent (terminal: %s)',
  async (isTTY) => {
    const output = recorder(isTTY);
    expect(await progressOn(output).during('reading', async () => 42)).toBe(42);
    await pause(1_100);
    expect(output.written).toEqual([]);
  },
);

test('longer work is one plain line where there is no terminal', async () => {
  const output = recorder(false);
  await progressOn(output).during('reading', () => pause(1_200));
  expect(output.written).toEqual(['reading ...\n']);
});

test('longer work is one line on a terminal, which goes when the work is done', async () => {
  const output = recorder(true);
  await progressOn(output).during('reading', () => pause(1_500));
  expect(output.written.length).toBeGreaterThan(2);
  expect(output.written.every((text) => text.startsWith('\r\u001b[2K'))).toBe(true);
  expect(output.written.join('')).not.toContain('\n');
  expect(output.written.at(-1)).toBe('\r\u001b[2K');
});

test('work that fails leaves no line behind, and its error goes on', async () => {
  const output = recorder(true);
  const failing = pause(1_300).then(() => Promise.reject(new Error('no answer')));
  await expect(progressOn(output).during('reading', () => failing)).rejects.toThrow('no answer');
  expect(output.written.at(-1)).toBe('\r\u001b[2K');
});
