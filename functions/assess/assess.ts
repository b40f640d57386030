import { jsonBytes } from '../model/artifact.ts';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { clusterId } from '../model/cluster.ts';
import type { ClusterScan } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import { tool } from '../model/tool.ts';
import type { World } from '../model/world.ts';
import { assessSnapshot } from './assess-snapshot.ts';
import { type Catalogue, catalogue as currentCatalogue } from './catalog.ts';
import { readExceptions } from './exceptions/read-exceptions.ts';
import { readPrevious } from './read-previous.ts';
import { readSnapshot } from './read-snapshot.ts';

type Assessed = { readonly key: string; readonly score: Assessment['score'] };

/** Judges the snapshot of a scan, compares it with the scan before and stores the assessment. */
export async function assess(
  scan: ClusterScan,
  { store, log, exceptions: file }: Pick<World, 'store' | 'log' | 'exceptions'>,
  catalogue: Catalogue = currentCatalogue,
): Promise<Assessed> {
  const exceptions = await readExceptions(
    file,
    catalogue.controls.map(({ id }) => id),
  );
  const { snapshot, digest } = await readSnapshot(store, storeKeys.snapshot(scan));
  const previous = await readPrevious(store, { scan, snapshotDigest: digest, catalogue });
  const assessment = assessmentSchema.parse(
    assessSnapshot({
      scan,
      snapshot,
      snapshotDigest: digest,
      previous,
      exceptions,
      catalogue,
      tool,
    }),
  );
  const key = storeKeys.assessment(scan);
  const written = await store.create(key, jsonBytes(assessment));
  log.info('assess.assessed', {
    cluster: clusterId(scan.cluster),
    scanId: scan.scanId,
    written,
    score: assessment.score?.headline,
    findings: assessment.findings.length,
    regressions: assessment.changes.regressions.length,
  });
  return { key, score: assessment.score };
}
