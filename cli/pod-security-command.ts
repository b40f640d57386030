import type { Command } from 'commander';
import type { ExitStatus } from './exit-status.ts';
import type { PodSecurityFlags } from './pod-security-options.ts';
import { withSourceFlags } from './source-options.ts';
import type { Terminal } from './terminal.ts';

type Outcome = { status: ExitStatus };

/** `pod-security`: which level of the Pod Security Standards each pod passes. */
export function addPodSecurity(root: Command, terminal: Terminal, outcome: Outcome): void {
  const podSecurity = root
    .command('pod-security')
    .argument('[source]', 'manifests (a file or folder), or a snapshot.json.gz')
    .description('Judge pods and workload templates by the Pod Security Standards.');
  withSourceFlags(podSecurity)
    .option('--level <level>', 'baseline|restricted: whether each is allowed at this level')
    .option('--version <version>', 'v1.N|latest: of the standards (default: latest)')
    .option('--by <what>', 'namespace: what each enforces, and what it could enforce')
    .option('--fail-on-violation', 'exit 1 where one is not allowed; goes with --level')
    .option('--format <format>', 'table|csv|json (default: table)')
    .option('--output <file>', 'write the result to a file')
    .addHelpText(
      'after',
      `
Columns: file,kind,namespace,name,level,allowed,violations. Every object of every file has a row,
in the order read. With --level, "allowed" tells whether the level allows it. Without, "level" is the
strictest one that it passes, "allowed" is true, and "violations" keep it from the next stricter one.
What cannot be read is not allowed, and has no level of its own. "latest" is the version of the
cluster, and for manifests the newest that is known.

Examples:
  npm run -s ringfence -- pod-security examples/shop/manifests
  npm run -s ringfence -- pod-security manifests --level baseline --fail-on-violation --format csv
  npm run -s ringfence -- pod-security --eks payments --region eu-west-1 --by namespace`,
    )
    .action(async (path: string | undefined, flags: PodSecurityFlags) => {
      const { podSecurityRequest } = await import('./pod-security-options.ts');
      const { by, request } = await podSecurityRequest(path, flags);
      const commands = await import('./commands/pod-security.ts');
      outcome.status =
        by === 'namespace'
          ? await commands.namespaceSecurityCommand(request, terminal)
          : await commands.podSecurityCommand(request, terminal);
    });
}
