import {
  type Assessment,
  assessmentSchema,
  assessmentVersion,
  type ControlResult,
  type Finding,
  type KnownScore,
} from '../functions/model/assessment.ts';
import type { ClusterRef } from '../functions/model/cluster.ts';
import { type Summary, summarySchema } from '../functions/model/scan.ts';

export const scanId = '20261123T060000000Z';
export const payments: ClusterRef = { account: '111122223333', region: 'eu-west-1', name: 'pay' };

const digest = 'a'.repeat(64);

export function scoreOf(headline: number, grade: KnownScore['grade'] = 'C'): KnownScore {
  const coverage = { evaluated: 12, total: 12 };
  return { lower: headline, upper: headline, headline, grade, coverage };
}

export const hostNamespaces: ControlResult = {
  id: 'POD-05',
  title: 'Pods keep out of the host namespaces',
  domain: 'pod',
  severity: 'high',
  rationale: 'A pod in a host namespace can see every other pod on its node.',
  remediation: 'Remove hostNetwork, hostPID and hostIPC from the pod spec.',
  snippets: [],
  mappings: [],
  reachMax: 'node',
  outcome: 'fail',
  isEvaluated: true,
  hasUnseen: false,
  subjects: { pass: 3, fail: 1, unknown: 0, notApplicable: 0 },
  unknowns: [],
};

export const apiOnHostNetwork: Finding = {
  fingerprint: digest,
  controlId: 'POD-05',
  severity: 'high',
  subject: { kind: 'Deployment', namespace: 'payments', name: 'api' },
  reach: 'node',
  path: 'spec.hostNetwork',
  values: ['true'],
  firstSeenAt: '2026-11-23T06:00:00.000Z',
};

/** The cluster `pay`, worse than the day before by one finding. */
export function worseAssessment(tweak: Partial<Assessment> = {}): Assessment {
  return assessmentSchema.parse({
    version: assessmentVersion,
    tool: { name: 'ringfence', version: '0.1.0' },
    catalogue: { version: '1', digest },
    snapshotDigest: digest,
    scanId,
    cluster: payments,
    source: 'eks',
    takenAt: '2026-11-23T06:00:00.000Z',
    score: scoreOf(64, 'D'),
    netScore: scoreOf(64, 'D'),
    domainScores: { network: null, pod: null, rbac: null, identity: null, platform: null },
    lostPoints: [],
    topFixes: [{ controlId: 'POD-05', findings: 1, gain: 17.5, scoreAfter: 81.5 }],
    results: [hostNamespaces],
    findings: [apiOnHostNetwork],
    exceptions: [],
    frameworks: [],
    podSecurity: [],
    changes: {
      previous: {
        scanId: '20261122T060000000Z',
        takenAt: '2026-11-22T06:00:00.000Z',
        catalogueVersion: '1',
        score: scoreOf(81.5, 'B'),
      },
      new: [apiOnHostNetwork],
      resolved: [],
      reopened: [],
      unchanged: 4,
      notComparable: [],
      regressions: [
        { kind: 'newFinding', text: 'A new high finding of POD-05.' },
        { kind: 'scoreDrop', text: 'The score fell by 17.5 points.' },
      ],
      closed: [],
      forgotten: 0,
    },
    population: [],
    gaps: [],
    ...tweak,
  });
}

type Row = Summary['clusters'][number];

export function rowOf(tweak: Partial<Row> = {}): Row {
  return {
    cluster: payments,
    score: scoreOf(64, 'D'),
    previousScore: scoreOf(81.5, 'B'),
    regressions: 2,
    findings: { critical: 0, high: 1, medium: 3, low: 1 },
    ...tweak,
  };
}

export function summaryOf(tweak: Partial<Summary> = {}): Summary {
  const empty = { version: 1, scanId, clusters: [], notAssessed: [], unreachable: [] };
  return summarySchema.parse({ ...empty, ...tweak });
}
