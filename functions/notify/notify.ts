import * as z from 'zod';
import { jsonBytes, readArtifact } from '../model/artifact.ts';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { clusterId, scanIdSchema } from '../model/cluster.ts';
import { type Summary, summarySchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { World } from '../model/world.ts';
import { describedClustersMax, slackMessage } from './slack-message.ts';

export const notifyRequestSchema = z.strictObject({ scanId: scanIdSchema });

type NotifyRequest = Readonly<z.infer<typeof notifyRequestSchema>>;
type NotifyWorld = Pick<World, 'store' | 'messenger' | 'log'>;

export type NotifyResult =
  | { readonly sent: true }
  | { readonly sent: false; readonly reason: 'nothingGotWorse' | 'alreadySent' };

/**
 * Tells people about a scan, once, if a cluster got worse or could not be assessed.
 * The message goes out before it is recorded: a crash in between repeats an alarm, never loses one.
 */
export async function notify(
  { scanId }: NotifyRequest,
  { store, messenger, log }: NotifyWorld,
): Promise<NotifyResult> {
  const { value: summary } = await readArtifact(store, {
    key: storeKeys.summary(scanId),
    schema: summarySchema,
    writtenBy: 'report',
  });
  const worse = worstFirst(summary.clusters.filter(({ regressions }) => regressions > 0));
  const notAssessed = summary.notAssessed.length + summary.unreachable.length;
  if (worse.length === 0 && notAssessed === 0) return silence('nothingGotWorse');

  const recordKey = storeKeys.notification(scanId);
  if ((await store.read(recordKey)) !== undefined) return silence('alreadySent');

  const described: Assessment[] = [];
  for (const { cluster } of worse.slice(0, describedClustersMax)) {
    const key = storeKeys.assessment({ cluster, scanId });
    const wanted = { key, schema: assessmentSchema, writtenBy: 'assess' };
    described.push((await readArtifact(store, wanted)).value);
  }
  const message = slackMessage({ summary, described });
  await messenger.send(message);
  const record = { version: 1, scanId, message };
  await store.create(recordKey, jsonBytes(record));
  log.info('notify.sent', { scanId, worse: worse.length, notAssessed });
  return { sent: true };

  function silence(reason: 'nothingGotWorse' | 'alreadySent'): NotifyResult {
    log.info('notify.silent', { scanId, reason });
    return { sent: false, reason };
  }
}

type Row = Summary['clusters'][number];

function worstFirst(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted(
    (left, right) =>
      drop(right) - drop(left) ||
      right.findings.critical - left.findings.critical ||
      (clusterId(left.cluster) < clusterId(right.cluster) ? -1 : 1),
  );
}

/** Points lost since the previous scan. A cluster that lost its score altogether comes first. */
function drop({ score, previousScore }: Row): number {
  if (previousScore === undefined || previousScore === null) return 0;
  return score === null ? Number.MAX_VALUE : previousScore.headline - score.headline;
}
