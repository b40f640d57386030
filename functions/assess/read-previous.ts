import { parseArtifact } from '../model/artifact.ts';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { StageError } from '../model/errors.ts';
import { type ClusterScan, latestSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { ArtifactStore } from '../model/world.ts';
import { needsRescore, type Previous, type Unreadable } from './baseline.ts';
import type { Catalogue } from './catalog.ts';
import { readSnapshot } from './read-snapshot.ts';

type Judging = {
  readonly scan: ClusterScan;
  readonly snapshotDigest: string;
  readonly catalogue: Catalogue;
};

/** The assessment to compare a scan with; undefined for the first one of a cluster. */
export async function readPrevious(
  store: ArtifactStore,
  judging: Judging,
): Promise<Previous | Unreadable | undefined> {
  const scanId = await previousScanId(store, judging.scan).catch(unreadable);
  if (scanId === undefined || typeof scanId === 'object') return scanId;
  const previous = await readScan(store, scanId, judging);
  if ('unreadable' in previous) return previous;
  const { snapshotDigest, changes } = previous.assessment;
  if (snapshotDigest !== judging.snapshotDigest) return previous;
  // The same snapshot judged again is compared with what it was compared with the first time.
  const earlier = changes.previous?.scanId;
  return earlier === undefined ? undefined : readScan(store, earlier, judging);
}

async function readScan(
  store: ArtifactStore,
  scanId: string,
  { scan: { cluster }, catalogue }: Judging,
): Promise<Previous | Unreadable> {
  const key = storeKeys.assessment({ scanId, cluster });
  const assessment = await readAssessment(store, key).catch(unreadable);
  if (assessment === undefined) {
    throw new StageError('ARTIFACT_MISSING', `${key}, the previous assessment, is missing`, {
      remedy: `Restore it, or delete ${storeKeys.latest(cluster)} to begin a new history.`,
    });
  }
  if ('unreadable' in assessment) return assessment;
  if (!needsRescore(assessment, catalogue)) return { assessment };
  const snapshotKey = storeKeys.snapshot({ scanId, cluster });
  return { assessment, ...(await previousSnapshot(store, snapshotKey)) };
}

/**
 * A scan that was assessed before keeps the previous scan that it had, whatever `latest` points to
 * by now: a retry writes the same bytes.
 */
async function previousScanId(
  store: ArtifactStore,
  scan: ClusterScan,
): Promise<string | Unreadable | undefined> {
  const own = await readAssessment(store, storeKeys.assessment(scan));
  const lost = own?.changes.previousUnreadable;
  if (lost !== undefined) return { unreadable: lost };
  if (own !== undefined) return own.changes.previous?.scanId;
  const key = storeKeys.latest(scan.cluster);
  const pointer = await store.readPointer(key);
  if (pointer === undefined) return undefined;
  const { scanId } = parseArtifact(pointer.bytes, {
    key,
    schema: latestSchema,
    writtenBy: 'report',
  });
  if (scanId === scan.scanId) return undefined;
  // Scan ids sort by time, and a scan is never compared with a later one.
  if (scanId < scan.scanId) return scanId;
  return { unreadable: `${key} points to scan ${scanId}, which is later than this one` };
}

/** One old artifact must not end the history of a cluster for good. */
function unreadable(error: unknown): Unreadable {
  if (!(error instanceof StageError) || error.code !== 'ARTIFACT_INVALID') throw error;
  return { unreadable: error.message };
}

async function readAssessment(store: ArtifactStore, key: string): Promise<Assessment | undefined> {
  const bytes = await store.read(key);
  return bytes && parseArtifact(bytes, { key, schema: assessmentSchema, writtenBy: 'assess' });
}

/** A snapshot that cannot be judged again is no failure: the two are then not comparable. */
async function previousSnapshot(
  store: ArtifactStore,
  key: string,
): Promise<Pick<Previous, 'snapshot' | 'snapshotMissing'>> {
  try {
    const { snapshot } = await readSnapshot(store, key);
    return { snapshot };
  } catch (error) {
    if (!(error instanceof StageError) || error.code === 'STORE_FAILED') throw error;
    return { snapshotMissing: error.message };
  }
}
