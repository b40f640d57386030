import { Command } from 'commander';
import { tool } from '../functions/model/tool.ts';
import type { ExitStatus } from './exit-status.ts';
import type { ScanFlags } from './scan-options.ts';
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
    .showHelpAfterError(false)
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit status:
  0  done
  1  a threshold that was asked for is broken (--fail-on, --min-score)
  2  the work could not be done

Example:
  npm run -s ringfence -- scan --manifests examples/shop`,
    );
  addScan(root, terminal, outcome);
  root
    .command('controls')
    .argument('[id]', 'a control, such as NET-01')
    .description('List the controls, or tell all about one.')
    .addHelpText('after', '\nExample:\n  npm run -s ringfence -- controls NET-01')
    .action(async (id: string | undefined) => {
      const { controlsCommand } = await import('./commands/controls.ts');
      outcome.status = controlsCommand(id, terminal);
    });
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

/** A flag that is given several times keeps all of its values. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addScan(root: Command, terminal: Terminal, outcome: Outcome): void {
  root
    .command('scan')
    .description('Scan one cluster: read it, judge it, write the evidence.')
    .option('--manifests <path>', 'a file or folder of manifests, read as one cluster', collected)
    .option('--kubeconfig <file>', 'a cluster that a kubeconfig leads to')
    .option('--context <name>', 'the context of the kubeconfig (default: its current one)')
    .option('--eks <name>', 'an EKS cluster, with the AWS credentials of this machine')
    .option('--region <region>', 'the region of the EKS cluster')
    .option('--role-arn <arn>', 'a role to take for the EKS cluster')
    .option('--snapshot <file>', 'a snapshot.json.gz that was stored before')
    .option('--cluster-name <name>', 'the name to file manifests or a kubeconfig under')
    .option('--namespace <ns>', 'where manifests without a namespace go (default: "default")')
    .option('--store <dir>', 'folder to store the evidence in', storeDefault)
    .option('--fail-on <severity>', 'exit 1 on a finding of critical|high|medium|low or worse')
    .option('--min-score <n>', 'exit 1 on a score below n')
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
