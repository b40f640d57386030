import { parseArtifact } from '../functions/model/artifact.ts';
import { type Assessment, assessmentSchema } from '../functions/model/assessment.ts';
import type { ClusterScan } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { ArtifactStore } from '../functions/model/world.ts';

export type StoredAssessment = { readonly assessment: Assessment; readonly text: string };

/** The assessment that a scan stored, or undefined where the scan of the cluster failed. */
export async function storedAssessment(
  store: ArtifactStore,
  scan: ClusterScan,
): Promise<StoredAssessment | undefined> {
  const key = storeKeys.assessment(scan);
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  const wanted = { key, schema: assessmentSchema, writtenBy: 'assess' };
  return { assessment: parseArtifact(bytes, wanted), text: new TextDecoder().decode(bytes) };
}
