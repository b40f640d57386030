import {
  type Assessment,
  assessmentSchema,
  assessmentVersion,
} from '../functions/model/assessment.ts';
import type { Domain, Severity } from '../functions/model/verdict.ts';
import { frameworksFixture, podSecurityFixture, registerFixture } from './assessment-parts.ts';

const takenAt = '2026-11-23T13:45:00.123Z';
export const fixtureScanId = '20261123T134500123Z';
export const fixtureCluster = {
  account: '111122223333',
  region: 'eu-central-1',
  name: 'payments-production-eu-central-1-blue',
};

const longRole =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/' +
  'AWSReservedSSO_PlatformEngineeringAdministratorAccess_0123456789abcdef';

/** Where no space, slash or dot offers itself for a line break. */
const unbrokenName = 'x'.repeat(63);

type Sample = readonly [id: string, title: string, severity: Severity, remediation: string];

const samples: readonly Sample[] = [
  [
    'NET-01',
    'Every namespace with pods has a network policy',
    'medium',
    'Add a NetworkPolicy that selects every pod of the namespace, then allow what is needed.',
  ],
  [
    'NET-05',
    'Network policies are enforced by the network plugin of the cluster',
    'high',
    'Switch enableNetworkPolicy on in the configuration of the vpc-cni add-on.',
  ],
  [
    'POD-01',
    'Containers run without privileged mode',
    'critical',
    'Remove privileged: true; add the single capability that the container needs.',
  ],
  [
    'POD-06',
    'Containers cannot run as root',
    'medium',
    'Set runAsNonRoot: true and a runAsUser above zero in the pod security context.',
  ],
  [
    'RBAC-01',
    'Only the system is bound to cluster-admin',
    'critical',
    'Bind a role with the rights that are used, in the namespaces where they are used.',
  ],
  [
    'IAM-02',
    'Access entries give cluster-wide rights to nobody by an access policy',
    'high',
    'Scope the associated access policy to namespaces, or use a Kubernetes group instead.',
  ],
  [
    'CP-04',
    'The public endpoint answers named networks only',
    'high',
    'List the CIDR blocks of your offices and runners in publicAccessCidrs, or go private.',
  ],
];

const domainOf: Readonly<Record<string, Domain>> = {
  NET: 'network',
  POD: 'pod',
  RBAC: 'rbac',
  IAM: 'identity',
  CP: 'platform',
};

const failing = ['NET-01', 'POD-01', 'POD-06', 'RBAC-01'];

/**
 * A realistic assessment: long names, unknowns, gaps, accepted and reopened findings, a previous
 * scan under another catalogue.
 */
export function assessmentFixture({ findings: count = 9 } = {}): Assessment {
  const findings = Array.from({ length: count }, (_, index) => findingOf(index));
  return assessmentSchema.parse({
    version: assessmentVersion,
    tool: { name: 'ringfence', version: '0.1.0' },
    catalogue: { version: '2026.11', digest: 'c'.repeat(64) },
    snapshotDigest: 'd'.repeat(64),
    exceptionsDigest: 'b'.repeat(64),
    scanId: fixtureScanId,
    cluster: fixtureCluster,
    clusterArn: `arn:aws:eks:eu-central-1:111122223333:cluster/${fixtureCluster.name}`,
    kubernetesVersion: '1.33',
    source: 'eks',
    takenAt,
    score: score([58.4, 71.9], 'D', [6, 7]),
    netScore: score([62.1, 75.6], 'C', [6, 7]),
    domainScores: {
      network: score([49.5, 49.5], 'F', [2, 2]),
      pod: score([61.2, 61.2], 'C', [2, 2]),
      rbac: score([70, 70], 'C', [1, 1]),
      identity: null,
      platform: score([100, 100], 'A', [1, 1]),
    },
    lostPoints: failing
      .map((controlId) => ({ controlId, points: 7.2, findings: 3, pointsUnknown: 0 }))
      .concat({ controlId: 'IAM-02', points: 13.5, findings: 0, pointsUnknown: 13.5 }),
    topFixes: ['POD-01', 'RBAC-01', 'NET-01'].map((controlId, index) => ({
      controlId,
      findings: findings.filter((finding) => finding.controlId === controlId).length,
      gain: 8 - index,
      scoreAfter: [66.4, 73.4, 79.4][index],
    })),
    results: samples.map((sample) => resultOf(sample, findings)),
    findings,
    exceptions: registerFixture(findings.filter(isAccepted).length),
    frameworks: frameworksFixture,
    podSecurity: podSecurityFixture,
    changes: changesOf(findings),
    population: populationOf(),
    gaps: [
      { read: 'eks:ListAccessEntries', reason: 'forbidden', detail: accessDenied },
      notInstalled,
    ],
  });
}

const accessDenied =
  'expected 200, got AccessDeniedException: User: ' +
  'arn:aws:sts::111122223333:assumed-role/RingfenceMember-1A2B3C4D5E6F/snapshot is not ' +
  'authorized to perform: eks:ListAccessEntries';

const notInstalled = {
  read: 'ciliumnetworkpolicies.cilium.io',
  reason: 'notServed',
  detail: 'expected 200, got 404: the server could not find the requested resource',
};

type Interval = readonly [lower: number, upper: number];
type Numbers = readonly [evaluated: number, total: number];

function score([lower, upper]: Interval, grade: string, [evaluated, total]: Numbers) {
  return { lower, upper, headline: lower, grade, coverage: { evaluated, total } };
}

function resultOf([id, title, severity, remediation]: Sample, findings: Assessment['findings']) {
  const found = findings.filter(({ controlId }) => controlId === id).length;
  const isEvaluated = id !== 'IAM-02';
  return {
    id,
    title,
    domain: domainOf[id.split('-')[0] ?? ''],
    severity,
    rationale: `Without this an intruder in one place of the cluster reaches the next one (${id}).`,
    remediation,
    snippets: [
      { form: 'yaml', text: `spec:\n  mends:\n    - ${id}` },
      { form: 'kubectl', text: 'kubectl get pods' },
    ],
    reachMax: 'cluster',
    mappings: ['cis-eks-1.8.0:4.3.2', 'nsa-cisa-1.2:network-separation'],
    outcome: outcomeOf(found, isEvaluated),
    isEvaluated,
    hasUnseen: !isEvaluated,
    subjects: {
      pass: isEvaluated ? 14 : 0,
      fail: found,
      unknown: isEvaluated ? 0 : 2,
      notApplicable: 1,
    },
    unknowns: isEvaluated ? [] : unknowns,
  };
}

const unknowns = [
  { subject: { kind: 'AccessEntry', name: longRole }, missing: ['eks:ListAccessEntries'] },
  { subject: { kind: 'Cluster', name: fixtureCluster.name }, missing: ['eks:ListAccessEntries'] },
];

function outcomeOf(found: number, isEvaluated: boolean): string {
  if (!isEvaluated) return 'unknown';
  return found > 0 ? 'fail' : 'pass';
}

/** The index of the finding that an exception accepts. */
const acceptedIndex = 4;
const isAccepted = ({ exceptionId }: Assessment['findings'][number]) => exceptionId !== undefined;

function findingOf(index: number): Assessment['findings'][number] {
  const controlId = failing[index % failing.length] ?? '';
  const severity = samples.find(([id]) => id === controlId)?.[2] ?? 'low';
  const name = index === 2 ? unbrokenName : `checkout-service-${index}`;
  return {
    fingerprint: index.toString(16).padStart(64, '0'),
    controlId,
    severity,
    subject:
      controlId === 'RBAC-01'
        ? { kind: 'User', name: index === 3 ? longRole : `someone-${index}@example.com` }
        : { kind: 'Deployment', namespace: 'payments-production', name },
    reach: controlId === 'RBAC-01' ? 'cluster' : 'namespace',
    path: `spec.template.spec.containers[name=payment-gateway-${index}].securityContext.privileged`,
    values: index % 3 === 0 ? ['true'] : ['absent, the default is true', 'true'],
    firstSeenAt: index % 2 === 0 ? takenAt : '2026-09-01T05:00:00.000Z',
    ...(index === acceptedIndex && { exceptionId: 'payments-gateway' }),
  };
}

function changesOf(findings: Assessment['findings']) {
  return {
    previous: {
      scanId: '20261122T134500000Z',
      takenAt: '2026-11-22T13:45:00.000Z',
      catalogueVersion: '2026.10',
      score: score([74.2, 74.2], 'C', [7, 7]),
      rescored: { score: score([72, 72], 'C', [7, 7]), rulesEffect: -2.2 },
      clusterEffect: -13.6,
    },
    new: findings.filter(({ firstSeenAt }) => firstSeenAt === takenAt),
    resolved: [{ ...findingOf(1), subject: { kind: 'Namespace', name: 'sandbox' } }],
    reopened: findings.slice(1, 2),
    closed: [],
    forgotten: 3,
    unchanged: findings.filter(({ firstSeenAt }) => firstSeenAt !== takenAt).length,
    notComparable: [{ ...findingOf(5), controlId: 'IAM-02', severity: 'high' }],
    regressions: [
      { kind: 'newFinding', text: 'POD-01: Deployment payments-production/checkout-service-1' },
      { kind: 'scoreDrop', text: 'The score fell from 72.0 to 58.4' },
      { kind: 'coverageLost', text: 'IAM-02 could no longer be evaluated' },
    ],
  };
}

function populationOf(): Assessment['population'] {
  const reads = [
    ['namespaces', 12, 1],
    ['pods', 1840, 4],
    ['deployments', 212, 1],
    ['networkpolicies', 31, 1],
    ['rolebindings', 96, 1],
    ['clusternetworkpolicies.policy.networking.k8s.io', 0, 1],
    ['eks:DescribeCluster', 1, 1],
  ] as const;
  return reads.map(([read, items, pages]) => ({
    read,
    items,
    pages,
    ...(read.startsWith('eks:') ? {} : { resourceVersion: '184467440' }),
    startedAt: '2026-11-23T13:45:01.000Z',
    endedAt: '2026-11-23T13:45:02.250Z',
  }));
}
