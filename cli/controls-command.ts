import type { Command } from 'commander';
import type { ControlsFlags } from './controls-options.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

type Outcome = { status: ExitStatus };

/** `controls`: the catalogue, the frameworks, and all about one control. */
export function addControls(root: Command, terminal: Terminal, outcome: Outcome): void {
  root
    .command('controls')
    .argument('[id]', 'a control, such as NET-01')
    .description(
      'List the controls or the requirements of a framework, or tell all about one control.',
    )
    .option('--framework <id>', 'the requirements of a framework, such as cis-eks-1.8.0')
    .option('--frameworks', 'the frameworks that controls are mapped to')
    .option('--format <format>', 'table|csv|json (default: table)')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s ringfence -- controls NET-01
  npm run -s ringfence -- controls --frameworks
  npm run -s ringfence -- controls --framework cis-eks-1.8.0`,
    )
    .action(async (id: string | undefined, flags: ControlsFlags) => {
      const { controlsRequest } = await import('./controls-options.ts');
      const request = controlsRequest(id, flags);
      const { controlsCommand } = await import('./commands/controls.ts');
      outcome.status = controlsCommand(request, terminal);
    });
}
