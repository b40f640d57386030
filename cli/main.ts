import { CommanderError } from 'commander';
import { messageOf, StageError } from '../functions/model/errors.ts';
import { oneLine } from '../functions/model/one-line.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { program } from './program.ts';
import { terminalOn } from './terminal.ts';

const terminal = terminalOn(process.stdout, process.stderr);

standWhereTheUserStands();
process.stdout.on('error', endOnBrokenOutput);
process.stderr.on('error', goOnUnheard);
process.exitCode = await run(process.argv.slice(2));

/** npm runs scripts in the folder of the project; paths are meant from where the user is. */
function standWhereTheUserStands(): void {
  const { INIT_CWD: folder, npm_lifecycle_event: script } = process.env;
  if (script === 'ringfence' && folder !== undefined) process.chdir(folder);
}

/** Reading only the first lines of a long output is no fault; output that is lost is one. */
function endOnBrokenOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitStatus.notDone);
  terminal.note(`ringfence: the output could not be written: ${messageOf(error)}.`);
  process.exit(exitStatus.notDone);
}

/** Where nobody hears the remarks, the work and its exit status still count. */
function goOnUnheard(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.exit(exitStatus.notDone);
}

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
    terminal.note(`ringfence: ${oneLine(messageOf(error.summary))}. ${error.remedy}`);
    for (const fault of error.faults) terminal.note(`  ${oneLine(fault)}`);
    return exitStatus.notDone;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(
    `ringfence: a defect in Ringfence itself; please report it with this trace.\n${trace}`,
  );
  return exitStatus.notDone;
}
