import { parseArtifact } from '../model/artifact.ts';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { StageError } from '../model/errors.ts';
import { type ClusterScan, latestSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { ArtifactStore } from '../model/world.ts';
import { needsRescore, type Previous, type Unreadable } from './baseline.ts';
import type { Catalogue } from './catalog.ts';
import { readSnapshot } from './read-snapshot.ts';

/** The assessment to compare a scan with; undefined for the first one of a cluster. */
export async function readPrevious(
  store: ArtifactStore,
  scan: ClusterScan,
  catalogue: Catalogue,
): Promise<Previous | Unreadable | undefined> {
  const scanId = await previousScanId(store, scan).catch(unreadable);
  if (scanId === undefined || typeof scanId === 'object') return scanId;
  const previousScan = { scanId, cluster: scan.cluster };
  const key = storeKeys.assessment(previousScan);
  const assessment = await readAssessment(store, key).catch(unreadable);
  if (assessment !== undefined && 'unreadable' in assessment) return assessment;
  if (assessment === undefined) {
    throw new StageError('ARTIFACT_MISSING', `${key}, the previous assessment, is missing`, {
      remedy: `Restore it, or delete ${storeKeys.latest(scan.cluster)} to begin a new history.`,
    });
  }
  if (!needsRescore(assessment, catalogue)) return { assessment };
  return { assessment, ...(await previousSnapshot(store, storeKeys.snapshot(previousScan))) };
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
