import pMap from 'p-map';
import { jsonBytes, readArtifact } from '../model/artifact.ts';
import { type Assessment, assessmentSchema, previousScoreOf } from '../model/assessment.ts';
import { type ClusterRef, clusterId } from '../model/cluster.ts';
import { StageError } from '../model/errors.ts';
import { type Summary, targetsSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { World } from '../model/world.ts';

type FleetRequest = { readonly scanId: string };
type FleetWorld = Pick<World, 'store' | 'log'>;
type SummaryRow = Summary['clusters'][number];
type MissingRow = Summary['notAssessed'][number];

/** Assessments in memory at once. */
const concurrency = 8;

/** Sums a scan of the fleet up: a row for every planned cluster, assessed or not. */
export async function reportFleet({ scanId }: FleetRequest, world: FleetWorld): Promise<Summary> {
  const { store, log } = world;
  const { value: targets } = await readArtifact(store, {
    key: storeKeys.targets(scanId),
    schema: targetsSchema,
    writtenBy: 'discover',
  });
  const planned = [...targets.clusters].sort(byClusterId);
  const rows = await pMap(planned, (cluster) => rowOf({ cluster, scanId }, store), { concurrency });
  const summary: Summary = {
    version: 1,
    scanId,
    clusters: rows.filter((row) => 'score' in row),
    notAssessed: rows.filter((row) => 'reason' in row),
    unreachable: targets.unreachable,
  };
  await store.create(storeKeys.summary(scanId), jsonBytes(summary));
  log.info('report.summarised', {
    scanId,
    clusters: summary.clusters.length,
    notAssessed: summary.notAssessed.length,
    unreachable: summary.unreachable.length,
  });
  return summary;
}

function byClusterId(left: ClusterRef, right: ClusterRef): number {
  return clusterId(left) < clusterId(right) ? -1 : 1;
}

type Planned = { readonly cluster: ClusterRef; readonly scanId: string };

/** One cluster without a usable assessment must not cost the others their row. */
async function rowOf(scan: Planned, store: World['store']): Promise<SummaryRow | MissingRow> {
  const wanted = { key: storeKeys.assessment(scan), schema: assessmentSchema, writtenBy: 'assess' };
  try {
    const { value: assessment } = await readArtifact(store, wanted);
    // The manifest is written when all evidence is there: a scan without it has no report.
    const manifest = await store.read(storeKeys.manifest(scan));
    return manifest === undefined
      ? { cluster: scan.cluster, reason: withoutReport }
      : summaryRow(assessment);
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    if (error.code === 'ARTIFACT_INVALID') return { cluster: scan.cluster, reason: error.message };
    if (error.code !== 'ARTIFACT_MISSING') throw error;
    return { cluster: scan.cluster, reason: await missingReason(scan, store) };
  }
}

const withoutReport =
  'It was assessed, but its report was not written: the log of the report stage says why.';

async function missingReason(scan: Planned, store: World['store']): Promise<string> {
  const snapshot = await store.read(storeKeys.snapshot(scan));
  return snapshot === undefined
    ? 'No snapshot was taken: the log of the snapshot stage says why.'
    : 'The snapshot is there, but was not assessed: the log of the assess stage says why.';
}

function summaryRow({ cluster, score, changes, findings }: Assessment): SummaryRow {
  const count = (severity: string) =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    cluster,
    score,
    ...(changes.previous === undefined ? {} : { previousScore: previousScoreOf(changes) }),
    regressions: changes.regressions.length,
    findings: {
      critical: count('critical'),
      high: count('high'),
      medium: count('medium'),
      low: count('low'),
    },
  };
}
