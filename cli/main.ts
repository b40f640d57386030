import { CommanderError } from 'commander';
import { messageOf, StageError } from '../functions/model/errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { program } from './program.ts';
import { terminalOn } from './terminal.ts';

const terminal = terminalOn(process.stdout, process.stderr);

/** Reading only the first lines of a long output is no fault of the command. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<ExitStatus> {
  const outcome: { status: ExitStatus } = { status: exitStatus.done };
  try {
    await program(terminal, outcome).parseAsync(words.length === 0 ? ['--help'] : [...words], {
      from: 'user',
    });
    return outcome.status;
  } catch (error) {
    return statusOf(error);
  }
}

function statusOf(error: unknown): ExitStatus {
  if (error instanceof CommanderError) {
    // Help and version end a command by an error of their own.
    if (error.exitCode === 0) return exitStatus.done;
    terminal.note('See --help, or the --help of the command.');
    return exitStatus.notDone;
  }
  if (error instanceof StageError) {
    terminal.note(`ringfence: ${messageOf(error)}. ${error.remedy}`);
    return exitStatus.notDone;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(
    `ringfence: a defect in Ringfence itself; please report it with this trace.\n${trace}`,
  );
  return exitStatus.notDone;
}
