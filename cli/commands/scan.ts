import { join } from 'node:path';
import { scanIdAt } from '../../functions/model/cluster.ts';
import { StageError } from '../../functions/model/errors.ts';
import { storeKeys } from '../../functions/model/store-keys.ts';
import type { ExceptionsFile, Message } from '../../functions/model/world.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { localMessenger, localWorld } from '../local-world.ts';
import { clusterOverview } from '../present/cluster-overview.ts';
import { messageText, quoted } from '../present/message-text.ts';
import { runScan } from '../run-scan.ts';
import { tellWarnings } from '../source-warnings.ts';
import type { ScanSource } from '../sources/scan-source.ts';
import { type StoredAssessment, storedAssessment } from '../stored-assessment.ts';
import type { Terminal } from '../terminal.ts';
import { type Thresholds, thresholdAnswer } from '../thresholds.ts';

export type ScanRequest = Thresholds & {
  readonly source: ScanSource;
  readonly exceptions: ExceptionsFile;
  readonly storeFolder: string;
  readonly isJson: boolean;
  readonly slackAddress: string | undefined;
};

/** Scans one cluster through all five stages and tells how it is. */
export async function scanCommand(request: ScanRequest, terminal: Terminal): Promise<ExitStatus> {
  const { source, exceptions, storeFolder, isJson } = request;
  tellWarnings(source.warnings, terminal);
  if (source.filing !== undefined) terminal.note(`warning: ${source.filing}`);
  const clock = () => new Date();
  const scanId = (source.scanIdAt ?? scanIdAt)(clock());
  const unsent: Message[] = [];
  const messenger = localMessenger(request.slackAddress, {
    send: async (message) => void unsent.push(message),
  });
  const world = localWorld({ source, storeFolder, clock, messenger, exceptions, terminal });
  await source.prepare?.(world.store, scanId);
  const { targets, failed, notTold } = await runScan(scanId, world, terminal.progress);
  const [cluster] = targets.clusters;
  if (failed[0] !== undefined) throw failed[0].error;
  const stored = cluster && (await storedAssessment(world.store, { cluster, scanId }));
  if (cluster === undefined || stored === undefined) throw nothingAssessed();
  if (isJson) terminal.print(stored.text.trimEnd());
  else tell(stored, { storeFolder, terminal, unsent });
  const status = thresholdStatus(stored, request, terminal);
  // The evidence is there and told; that nobody else heard of it is the last thing to say.
  if (notTold !== undefined) throw notTold;
  return status;
}

type Telling = {
  readonly storeFolder: string;
  readonly terminal: Terminal;
  readonly unsent: readonly Message[];
};

function tell({ assessment }: StoredAssessment, { storeFolder, terminal, unsent }: Telling): void {
  terminal.print(clusterOverview(assessment));
  const files = [storeKeys.reportPdf, storeKeys.findings, storeKeys.assessment, storeKeys.manifest];
  terminal.print('\nwritten:');
  for (const key of files) terminal.print(`  ${join(storeFolder, key(assessment))}`);
  for (const message of unsent) {
    terminal.print(`\nSlack would hear:\n\n${quoted(messageText(message))}`);
  }
}

function thresholdStatus(
  { assessment }: StoredAssessment,
  thresholds: Thresholds,
  terminal: Terminal,
): ExitStatus {
  const { broken, unanswered } = thresholdAnswer(assessment, thresholds);
  for (const line of unanswered) terminal.note(`not known: ${line}`);
  for (const line of broken) terminal.note(`threshold broken: ${line}`);
  return broken.length === 0 ? exitStatus.done : exitStatus.thresholdBroken;
}

function nothingAssessed(): StageError {
  return new StageError('ARTIFACT_MISSING', 'the scan left no assessment', {
    remedy: 'Scan again; if it happens again, report it as a defect.',
  });
}
