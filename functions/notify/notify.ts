import * as z from 'zod';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { clusterId, scanIdSchema } from '../model/cluster.ts';
import { StageError } from '../model/errors.ts';
import { type Summary, summarySchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { ArtifactStore, World } from '../model/world.ts';
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
  const summary = await readArtifact(store, storeKeys.summary(scanId), summarySchema);
  const worse = worstFirst(summary.clusters.filter(({ regressions }) => regressions > 0));
  const notAssessed = summary.notAssessed.length + summary.unreachable.length;
  if (worse.length === 0 && notAssessed === 0) return silence('nothingGotWorse');

  const recordKey = storeKeys.notification(scanId);
  if ((await store.read(recordKey)) !== undefined) return silence('alreadySent');

  const described: Assessment[] = [];
  for (const { cluster } of worse.slice(0, describedClustersMax)) {
    const key = storeKeys.assessment({ cluster, scanId });
    described.push(await readArtifact(store, key, assessmentSchema));
  }
  const message = slackMessage({ summary, described });
  await messenger.send(message);
  const record = { version: 1, scanId, message };
  await store.create(recordKey, new TextEncoder().encode(JSON.stringify(record)));
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

async function readArtifact<Schema extends z.ZodType>(
  store: ArtifactStore,
  key: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const bytes = await store.read(key);
  if (bytes === undefined) {
    throw new StageError('ARTIFACT_MISSING', `expected ${key} in the store, found nothing`, {
      remedy: 'Run the report stage for this scan first.',
    });
  }
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new StageError('ARTIFACT_INVALID', `${key} does not have the expected shape`, {
      remedy: 'Run the stage that writes it again with this version of Ringfence.',
      cause,
    });
  }
}
