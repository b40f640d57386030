import { type Assessment, assessmentVersion, type Finding } from '../model/assessment.ts';
import type { ClusterScan } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Tool } from '../model/tool.ts';
import { baselineOf, firstSeenTimes, type Previous, type Unreadable } from './baseline.ts';
import { type Catalogue, catalogueDigest } from './catalog.ts';
import { changesOf } from './changes.ts';
import { type FreshFinding, judgeSnapshot } from './judge.ts';
import { lostPointsOf, topFixesOf } from './lost-points.ts';
import { reachabilityOf } from './reach/metrics/reachability.ts';
import { domainScoresOf, scoreOf } from './score.ts';

type Given = {
  /** The scan that judges; a snapshot of an earlier scan can be judged again. */
  readonly scan: ClusterScan;
  readonly snapshot: Snapshot;
  /** SHA-256 of the stored snapshot, in hex. */
  readonly snapshotDigest: string;
  /** Absent for the first assessment of a cluster. */
  readonly previous?: Previous | Unreadable | undefined;
  readonly catalogue: Catalogue;
  readonly tool: Tool;
};

/** The judgement of one snapshot, and what changed since the previous one. */
export function assessSnapshot(given: Given): Assessment {
  const { scan, snapshot, snapshotDigest, catalogue, tool } = given;
  const { previous, previousUnreadable } = historyOf(given);
  const judged = judgeSnapshot(snapshot, catalogue);
  const baseline = previous && baselineOf(previous, catalogue);
  const firstSeen = baseline === undefined ? new Map() : firstSeenTimes(baseline);
  const findings = judged.findings.map(
    (finding: FreshFinding): Finding => ({
      ...finding,
      firstSeenAt: firstSeen.get(finding.fingerprint) ?? snapshot.takenAt,
    }),
  );
  return {
    version: assessmentVersion,
    tool: { name: tool.name, version: tool.version },
    catalogue: { version: catalogue.version, digest: catalogueDigest(catalogue) },
    snapshotDigest,
    scanId: scan.scanId,
    cluster: scan.cluster,
    ...identityOf(snapshot),
    score: scoreOf(judged),
    domainScores: domainScoresOf(judged),
    lostPoints: lostPointsOf(judged),
    topFixes: topFixesOf(judged),
    results: [...judged.results],
    findings,
    changes: {
      ...changesOf({ results: judged.results, findings }, baseline),
      ...(previousUnreadable !== undefined && { previousUnreadable }),
    },
    population: snapshot.reads.map((read) => ({ ...read })),
    gaps: [...snapshot.gaps],
    reachability: reachabilityOf(snapshot),
  };
}

type History = { readonly previous?: Previous; readonly previousUnreadable?: string };

function historyOf({ previous }: Given): History {
  if (previous === undefined) return {};
  return 'unreadable' in previous ? { previousUnreadable: previous.unreadable } : { previous };
}

function identityOf({ eksCluster, kubernetesVersion, source, takenAt }: Snapshot) {
  return {
    ...(eksCluster?.arn !== undefined && { clusterArn: eksCluster.arn }),
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    source,
    takenAt,
  };
}
