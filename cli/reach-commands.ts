import type { Command } from 'commander';
import { profileNames } from '../functions/assess/reach/profiles/profile.ts';
import type { DiffFlags } from './diff-options.ts';
import type { ExitStatus } from './exit-status.ts';
import type { ReachFlags } from './reach-options.ts';
import { withSourceFlags } from './source-options.ts';
import type { Terminal } from './terminal.ts';

type Outcome = { status: ExitStatus };

function withProfileFlags(command: Command): Command {
  return command
    .option(
      '--profile <name>',
      `how policies are read: ${profileNames.join('|')} (default: as detected)`,
    )
    .option('--strict', 'pods that no policy selects are closed (aws-vpc-cni, cilium)')
    .option('--output <file>', 'write the result to a file');
}

/** `reach`: who can talk to whom. */
export function addReach(root: Command, terminal: Terminal, outcome: Outcome): void {
  const reach = root
    .command('reach')
    .argument('[source]', 'manifests (a file or folder), or a snapshot.json.gz')
    .description('Tell who can talk to whom in a cluster, and why.');
  withProfileFlags(withSourceFlags(reach))
    .option('--level <level>', 'lines for each workload or for each pod: workload|pod')
    .option('--from <peers>', 'only connections from these peers')
    .option('--to <peers>', 'only connections to these peers')
    .option('--port <port>', 'only connections on a port, such as 443/TCP')
    .option('--explain', 'tell the policies and rules behind each line; with --from and --to')
    .option('--exposure', 'tell the ways in and out, and what pods to come would reach')
    .option('--format <format>', 'table|csv|json|md|dot|svg (default: table)')
    .addHelpText(
      'after',
      `
Peers are asked for as namespace/name, namespace/*, namespace/name[Kind], a label selector
(app=web,tier!=db; shop/app=web for one namespace), an address or CIDR, name:api.example.com, or
internet. Remarks on how the map was made go to standard error.

Examples:
  npm run -s ringfence -- reach examples/shop/manifests
  npm run -s ringfence -- reach --eks payments --region eu-west-1 --from 'shop/*' --to internet
  npm run -s ringfence -- reach snapshot.json.gz --to shop/db --port 5432/TCP --explain`,
    )
    .action(async (path: string | undefined, flags: ReachFlags) => {
      const { reachRequest } = await import('./reach-options.ts');
      const request = await reachRequest(path, flags);
      const { reachCommand } = await import('./commands/reach.ts');
      outcome.status = await reachCommand(request, terminal);
    });
}

/** `diff`: which connections differ between two clusters, or between two times of one. */
export function addDiff(root: Command, terminal: Terminal, outcome: Outcome): void {
  const diff = root
    .command('diff')
    .argument('<before>', 'manifests (a file or folder), or a snapshot.json.gz')
    .argument('<after>', 'the same to compare it with')
    .description('Tell which connections differ between two snapshots, and why.');
  withProfileFlags(diff)
    .option('--format <format>', 'table|csv|json|md (default: table)')
    .option('--fail-on-added', 'exit 1 where a connection allows more than before')
    .addHelpText(
      'after',
      `
Examples:
  npm run -s ringfence -- diff examples/shop/manifests manifests-of-a-change
  npm run -s ringfence -- diff yesterday/snapshot.json.gz today/snapshot.json.gz --fail-on-added`,
    )
    .action(async (before: string, after: string, flags: DiffFlags) => {
      const { diffRequest } = await import('./diff-options.ts');
      const request = await diffRequest([before, after], flags);
      const { diffCommand } = await import('./commands/diff.ts');
      outcome.status = await diffCommand(request, terminal);
    });
}
