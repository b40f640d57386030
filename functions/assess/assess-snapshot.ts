import {
  type Assessment,
  assessmentVersion,
  type Changes,
  type Finding,
} from '../model/assessment.ts';
import type { Exception, ExceptionUse } from '../model/exceptions.ts';
import type { ClusterScan } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Tool } from '../model/tool.ts';
import {
  type Baseline,
  baselineOf,
  firstSeenTimes,
  type Previous,
  type Unreadable,
} from './baseline.ts';
import { type Catalogue, catalogueDigest } from './catalog.ts';
import { changesOf, noChanges } from './changes.ts';
import type { Current } from './compare-findings.ts';
import { endedExceptions } from './exceptions/ended-exceptions.ts';
import { exceptionsFor } from './exceptions/exceptions-for.ts';
import { frameworkResults } from './frameworks/results.ts';
import { type FreshFinding, type Judged, judgeSnapshot } from './judge.ts';
import { lostPointsOf, topFixesOf } from './lost-points.ts';
import { namespaceSecurity } from './pods/standards/namespace-security.ts';
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
  /** Accepted risks; absent where there is no such file. */
  readonly exceptions?: GivenExceptions | undefined;
  readonly tool: Tool;
};

type GivenExceptions = {
  readonly entries: readonly Exception[];
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
};

/** The judgement of one snapshot, and what changed since the previous one. */
export function assessSnapshot(given: Given): Assessment {
  const { scan, snapshot, snapshotDigest, catalogue, tool } = given;
  const { previous, previousUnreadable } = historyOf(given);
  const judged = judgeSnapshot(snapshot, catalogue);
  const baseline = previous && baselineOf(previous, catalogue, snapshot.source);
  const { findings, register, net } = accepted(judged, given, baseline);
  const current = { results: judged.results, findings, takenAt: snapshot.takenAt };
  return {
    version: assessmentVersion,
    tool: { name: tool.name, version: tool.version },
    catalogue: { version: catalogue.version, digest: catalogueDigest(catalogue) },
    snapshotDigest,
    ...(given.exceptions !== undefined && { exceptionsDigest: given.exceptions.digest }),
    scanId: scan.scanId,
    cluster: scan.cluster,
    ...identityOf(snapshot),
    score: scoreOf(judged),
    netScore: scoreOf(net),
    domainScores: domainScoresOf(judged),
    lostPoints: lostPointsOf(judged),
    topFixes: topFixesOf(judged),
    results: [...judged.results],
    findings,
    exceptions: register,
    frameworks: frameworkResults(catalogue.frameworks, judged.results),
    podSecurity: [...namespaceSecurity(snapshot)],
    changes: {
      ...changesSince(baseline, { current, net, register }, given),
      ...(previousUnreadable !== undefined && { previousUnreadable }),
    },
    population: snapshot.reads.map((read) => ({ ...read })),
    gaps: [...snapshot.gaps],
    reachability: reachabilityOf(snapshot),
  };
}

type Accepted = {
  readonly findings: Finding[];
  readonly register: ExceptionUse[];
  /** Without what an exception in force accepts. */
  readonly net: Judged;
};

/** Dates the findings, and marks those that an exception in force accepts. */
function accepted(judged: Judged, given: Given, baseline: Baseline | undefined): Accepted {
  const { snapshot } = given;
  const firstSeen = baseline === undefined ? new Map() : firstSeenTimes(baseline);
  const { findings, register } = withExceptions(judged.findings, given);
  const dated = findings.map(
    (finding): Finding => ({
      ...finding,
      firstSeenAt: firstSeen.get(finding.fingerprint) ?? snapshot.takenAt,
    }),
  );
  return { findings: dated, register, net: openPart({ results: judged.results, findings }) };
}

/** The exceptions of today, on the findings of today or of the scan before. */
function withExceptions(findings: readonly FreshFinding[], { exceptions, snapshot }: Given) {
  const { cluster, takenAt } = snapshot;
  // What was accepted when they were found says nothing about today.
  const unmarked = findings.map(({ exceptionId: _, ...finding }) => finding);
  return exceptionsFor(unmarked, exceptions?.entries ?? [], { cluster, at: takenAt });
}

function openPart({ results, findings }: Judged): Judged {
  return { results, findings: findings.filter(({ exceptionId }) => exceptionId === undefined) };
}

type Today = Omit<Accepted, 'findings'> & { readonly current: Current };

function changesSince(
  baseline: Baseline | undefined,
  { current, net, register }: Today,
  given: Given,
): Changes {
  if (baseline === undefined) return noChanges;
  const { results, findings } = baseline.judged;
  const before = withExceptions(findings, given).findings;
  const since = baseline.assessment.takenAt;
  return changesOf(
    {
      current,
      net,
      netBefore: openPart({ results, findings: before }),
      ended: endedExceptions(register, { since, at: current.takenAt }),
    },
    baseline,
  );
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
