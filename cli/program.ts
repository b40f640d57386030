import { Command } from 'commander';
import { tool } from '../functions/model/tool.ts';
import { addControls } from './controls-command.ts';
import { addExceptions } from './exceptions-command.ts';
import type { ExitStatus } from './exit-status.ts';
import { addPodSecurity } from './pod-security-command.ts';
import { addDiff, addReach } from './reach-commands.ts';
import type { ScanFlags } from './scan-options.ts';
import { withSourceFlags } from './source-options.ts';
import type { Terminal } from './terminal.ts';

const storeDefault = 'ringfence-store';
const slackVariable = 'RINGFENCE_SLACK_WEBHOOK_URL';

type Outcome = { status: ExitStatus };

/**
 * The commands and their flags; the outcome is filled in by the command that ran. Commands are loaded
 * when they run: help must not wait for clients of AWS and Kubernetes.
 */
export function program(terminal: Terminal, outcome: Outcome): Command {
  const root = new Command(tool.name)
    .description('Audits the least privilege of Kubernetes clusters, Amazon EKS above all.')
    .version(tool.version)
    // `--version` of a command is its own.
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit status:
  0  done
  1  a threshold that was asked for is broken (--fail-on, --min-score, --fail-on-added, --fail-on-violation)
  2  the work could not be done

Example:
  npm run -s ringfence -- scan --manifests examples/shop`,
    );
  addScan(root, terminal, outcome);
  addReach(root, terminal, outcome);
  addDiff(root, terminal, outcome);
  addPodSecurity(root, terminal, outcome);
  addExceptions(root, terminal, outcome);
  addControls(root, terminal, outcome);
  root
    .command('demo')
    .description('Scan the bundled example fleet as of yesterday and as of today.')
    .option('--store <dir>', 'folder to store the evidence in', storeDefault)
    .addHelpText('after', '\nExample:\n  npm run -s ringfence -- demo')
    .action(async ({ store }: { readonly store: string }) => {
      const { demoCommand } = await import('./commands/demo.ts');
      outcome.status = await demoCommand(store, terminal);
    });
  return root;
}

function addScan(root: Command, terminal: Terminal, outcome: Outcome): void {
  const scan = root
    .command('scan')
    .description('Scan one cluster: read it, judge it, write the evidence.');
  withSourceFlags(scan)
    .option('--store <dir>', 'folder to store the evidence in', storeDefault)
    .option('--exceptions <file>', 'accepted risks: a reviewed file of exceptions')
    .option(
      '--fail-on <severity>',
      'exit 1 on an open finding of critical|high|medium|low or worse',
    )
    .option(
      '--min-score <n>',
      'exit 1 on a score below n, the net one where exceptions are in force',
    )
    .option('--json', 'print the assessment as JSON and nothing else')
    .addHelpText(
      'after',
      `
Slack hears of regressions where ${slackVariable} is set.

Examples:
  npm run -s ringfence -- scan --manifests examples/shop
  npm run -s ringfence -- scan --kubeconfig ~/.kube/config --context staging --min-score 70
  npm run -s ringfence -- scan --eks payments --region eu-west-1 --json`,
    )
    .action(async (flags: ScanFlags) => {
      const { scanRequest } = await import('./scan-options.ts');
      const request = await scanRequest(flags, process.env[slackVariable]);
      const { scanCommand } = await import('./commands/scan.ts');
      outcome.status = await scanCommand(request, terminal);
    });
}
