import type { Command } from 'commander';
import type { ExceptionsFlags } from './exceptions-options.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

type Outcome = { status: ExitStatus };

/** `exceptions`: whether a file of accepted risks is valid, and what it says today. */
export function addExceptions(root: Command, terminal: Terminal, outcome: Outcome): void {
  root
    .command('exceptions')
    .argument('<file>', 'a file of exceptions, in YAML or JSON')
    .description('Check a file of accepted risks, and list them with their state as of today.')
    .option('--format <format>', 'table|csv|json (default: table)')
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s ringfence -- exceptions examples/exceptions.yaml',
    )
    .action(async (file: string, flags: ExceptionsFlags) => {
      const { exceptionsRequest } = await import('./exceptions-options.ts');
      const request = exceptionsRequest(file, flags);
      const { exceptionsCommand } = await import('./commands/exceptions.ts');
      outcome.status = await exceptionsCommand(request, terminal);
    });
}
