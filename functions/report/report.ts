import { clusterReport } from '../../report-templates/cluster-report.ts';
import { type Artifact, jsonBytes, readArtifact, readBytes } from '../model/artifact.ts';
import { type Assessment, assessmentSchema } from '../model/assessment.ts';
import { clusterId } from '../model/cluster.ts';
import { StageError } from '../model/errors.ts';
import type { ClusterScan, Manifest } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { World } from '../model/world.ts';
import { sha256 } from './digest.ts';
import { drawPdf } from './draw-pdf.ts';
import { findingsJson } from './findings-json.ts';
import { manifestOf } from './manifest.ts';
import { moveLatest } from './move-latest.ts';

type ReportWorld = Pick<World, 'store' | 'fonts' | 'log'>;

type Reported = { readonly manifest: Manifest; readonly isLatest: boolean };

/** Makes the evidence of one cluster from its assessment: findings, PDF, manifest, pointer. */
export async function report(scan: ClusterScan, world: ReportWorld): Promise<Reported> {
  const { store, log } = world;
  const { value: assessment, bytes: assessmentBytes } = await readAssessment(scan, store);
  const snapshotBytes = await readSnapshot(scan, { store, assessment });
  const findingsBytes = jsonBytes(findingsJson(assessment));
  const digests = {
    snapshot: assessment.snapshotDigest,
    assessment: sha256(assessmentBytes),
    findings: sha256(findingsBytes),
  };
  const pdfBytes = await drawPdf(clusterReport({ assessment, digests }), {
    ...pdfTexts(assessment),
    fonts: await world.fonts(),
  });
  const manifest = manifestOf(assessment, [
    { name: 'snapshot.json.gz', bytes: snapshotBytes },
    { name: 'assessment.json', bytes: assessmentBytes },
    { name: 'findings.json', bytes: findingsBytes },
    { name: 'report.pdf', bytes: pdfBytes },
  ]);
  await store.create(storeKeys.findings(scan), findingsBytes);
  await store.create(storeKeys.reportPdf(scan), pdfBytes);
  await store.create(storeKeys.manifest(scan), jsonBytes(manifest));
  const latest = await moveLatest(store, scan);
  if (latest === 'newerExists') {
    log.warn('report.notLatest', { cluster: clusterId(scan.cluster), scanId: scan.scanId });
  }
  log.info('report.written', {
    cluster: clusterId(scan.cluster),
    scanId: scan.scanId,
    findings: assessment.findings.length,
    pdfBytes: pdfBytes.byteLength,
    latest,
  });
  return { manifest, isLatest: latest !== 'newerExists' };
}

async function readAssessment(
  scan: ClusterScan,
  store: World['store'],
): Promise<Artifact<Assessment>> {
  const key = storeKeys.assessment(scan);
  const artifact = await readArtifact(store, {
    key,
    schema: assessmentSchema,
    writtenBy: 'assess',
  });
  const { scanId, cluster } = artifact.value;
  if (scanId !== scan.scanId || clusterId(cluster) !== clusterId(scan.cluster)) {
    throw new StageError(
      'ARTIFACT_INVALID',
      `${key} is the assessment of ${clusterId(cluster)} in scan ${scanId}`,
      { remedy: 'Find out who copied it there; scan the cluster again.' },
    );
  }
  return artifact;
}

/** A report may only rest on the very snapshot that was judged. */
async function readSnapshot(
  scan: ClusterScan,
  { store, assessment }: { readonly store: World['store']; readonly assessment: Assessment },
): Promise<Uint8Array> {
  const key = storeKeys.snapshot(scan);
  const bytes = await readBytes(store, { key, writtenBy: 'snapshot' });
  const digest = sha256(bytes);
  if (digest !== assessment.snapshotDigest) {
    throw new StageError(
      'ARTIFACT_INVALID',
      `${key} has SHA-256 ${digest}, but the assessment judged ${assessment.snapshotDigest}`,
      { remedy: 'Find out who changed the snapshot; scan the cluster again.' },
    );
  }
  return bytes;
}

function pdfTexts({ cluster, scanId, takenAt, tool, catalogue }: Assessment) {
  const title = `Least-privilege audit report: ${cluster.name}`;
  return {
    title,
    subject: `${clusterId(cluster)}, scan ${scanId}`,
    author: `${tool.name} ${tool.version}`,
    date: new Date(takenAt),
    furniture: {
      headerLeft: clusterId(cluster),
      headerRight: 'Least-privilege audit report',
      footer: `Scan ${scanId} · Catalogue ${catalogue.version}`,
    },
  };
}
