import { join, relative } from 'node:path';
import type { Assessment } from '../../functions/model/assessment.ts';
import { type ClusterRef, scanIdAt } from '../../functions/model/cluster.ts';
import { storeKeys } from '../../functions/model/store-keys.ts';
import type { Message, World } from '../../functions/model/world.ts';
import { exceptionsFile } from '../../functions/platform/exceptions-file.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { localWorld } from '../local-world.ts';
import { fixesInWords, fleetTable } from '../present/fleet-table.ts';
import { messageText, quoted } from '../present/message-text.ts';
import { runScan } from '../run-scan.ts';
import { type Day, exampleExceptions, exampleFleet } from '../sources/example-fleet.ts';
import { storedAssessment } from '../stored-assessment.ts';
import type { Terminal } from '../terminal.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Scans the bundled example fleet as it was yesterday and as it is today. */
export async function demoCommand(storeRoot: string, terminal: Terminal): Promise<ExitStatus> {
  const now = new Date();
  const storeFolder = join(storeRoot, `demo-${scanIdAt(now)}`);
  const messages: Message[] = [];
  const worldOf = async (day: Day): Promise<World> =>
    localWorld({
      source: await exampleFleet(day),
      storeFolder,
      clock: () => new Date(day === 'today' ? now : now.getTime() - dayMs),
      messenger: { send: async (message) => void messages.push(message) },
      exceptions: exceptionsFile(exampleExceptions),
      terminal,
    });
  const yesterday = await worldOf('yesterday');
  await runScan(scanIdAt(yesterday.clock()), yesterday, terminal.progress);
  const today = await worldOf('today');
  const scanId = scanIdAt(today.clock());
  const { targets, failed } = await runScan(scanId, today, terminal.progress);
  const [failure] = failed;
  if (failure !== undefined) throw failure.error;
  await tellFleet({ scanId, clusters: targets.clusters, world: today }, storeFolder, terminal);
  tellMessages(messages, terminal);
  return exitStatus.done;
}

type FleetScan = {
  readonly scanId: string;
  readonly clusters: readonly ClusterRef[];
  readonly world: World;
};

async function tellFleet(
  { scanId, clusters, world }: FleetScan,
  storeFolder: string,
  terminal: Terminal,
): Promise<void> {
  const assessments: Assessment[] = [];
  for (const cluster of clusters) {
    const stored = await storedAssessment(world.store, { cluster, scanId });
    if (stored !== undefined) assessments.push(stored.assessment);
  }
  terminal.print('Example fleet, scanned as of yesterday and as of today:\n');
  terminal.print(fleetTable(assessments));
  terminal.print(`\n${fixesInWords(assessments)}`);
  terminal.print(`\nWritten to ${relative('.', storeFolder)}, for today:`);
  for (const assessment of assessments) {
    terminal.print(`  ${storeKeys.reportPdf(assessment)}`);
    terminal.print(`  ${storeKeys.findings(assessment)}`);
  }
  terminal.print(`  ${storeKeys.summary(scanId)}`);
}

function tellMessages(messages: readonly Message[], terminal: Terminal): void {
  terminal.print('\nSlack would hear (silence, if nothing had got worse):\n');
  for (const message of messages) terminal.print(quoted(messageText(message)));
}
