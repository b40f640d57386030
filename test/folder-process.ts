import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program in a process of its own, where `STORE` and `FILES` name the modules under test. */
export async function runOnFolder(
  root: string,
  program: string,
  shell = 'exec "$NODE"',
): Promise<{ out: string; end: unknown }> {
  const moduleUrl = (name: string) =>
    new URL(`../functions/platform/store/${name}.ts`, import.meta.url);
  const source = program
    .replaceAll('STORE', JSON.stringify(moduleUrl('folder-store')))
    .replaceAll('FILES', JSON.stringify(moduleUrl('folder-files')))
    .replaceAll('ROOT', JSON.stringify(root));
  const arguments_ = '--no-warnings --input-type=module -e "$PROGRAM"';
  const child = spawn('bash', ['-c', `${shell} ${arguments_}`], {
    env: { NODE: process.execPath, PROGRAM: source },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code, signal] = await once(child, 'close');
  return { out, end: signal ?? code };
}
