import type { Assessment } from '../functions/model/assessment.ts';

/** A register with an exception in every state, and one that is too wide. */
export function registerFixture(accepted: number): Assessment['exceptions'] {
  const people = {
    requester: 'lena.weber@example.com',
    approver: 'security-board@example.com',
    granted: '2026-03-02',
  };
  return [
    {
      ...people,
      id: 'payments-gateway',
      control: 'NET-01',
      scope: { namespace: 'payments-production', subject: 'Deployment checkout-service-4' },
      reason: 'Its partners connect from addresses that nobody can list',
      compensatingControl: 'It runs in a VPC of its own.',
      expires: '2027-01-01',
      state: accepted > 0 ? 'active' : 'unused',
      findings: accepted,
    },
    {
      ...people,
      id: 'old-admin',
      control: 'RBAC-01',
      scope: { subject: 'User someone-*' },
      reason: 'They deploy by hand.',
      compensatingControl: 'Their sessions are recorded.',
      expires: '2026-09-01',
      state: 'expired',
      findings: 1,
    },
    {
      ...people,
      id: 'no-longer-needed',
      control: 'NET-05',
      scope: { cluster: 'payments-*' },
      reason: 'The add-on was not there.',
      compensatingControl: 'Security groups.',
      expires: '2027-02-01',
      state: 'unused',
      findings: 0,
      tooWide: 'neither a namespace nor a name limits it: it accepts whatever NET-05 finds',
    },
    {
      ...people,
      id: 'next-year',
      control: 'NET-01',
      scope: { namespace: 'batch' },
      reason: 'A migration is planned.',
      compensatingControl: 'It lasts one weekend.',
      granted: '2026-12-20',
      expires: '2027-01-05',
      state: 'pending',
      findings: 0,
    },
    {
      ...people,
      id: 'elsewhere',
      control: 'NET-01',
      scope: { cluster: 'staging' },
      reason: 'It is a test.',
      compensatingControl: 'None is needed.',
      expires: '2027-01-05',
      state: 'otherCluster',
      findings: 0,
    },
  ];
}

const onNode = 'It is seen on a node, where nothing of ours runs.';

export const frameworksFixture: Assessment['frameworks'] = [
  {
    id: 'cis-eks-1.8.0',
    title: 'CIS Amazon EKS Benchmark',
    version: '1.8.0',
    claim: 'checks',
    requirements: [
      ...['3.1.1', '3.1.2', '3.1.3'].map((id) => ({
        id,
        title: `File ${id} belongs to root`,
        outcome: 'notVisible' as const,
        controls: [],
        notVisible: onNode,
      })),
      {
        id: '4.1.1',
        title: 'Only those who need it hold cluster-admin',
        outcome: 'notSatisfied',
        controls: ['RBAC-01'],
      },
      {
        id: '4.3.1',
        title: 'The network plugin enforces policies',
        outcome: 'satisfied',
        controls: ['NET-05'],
      },
      {
        id: '5.1.1',
        title: 'Images are scanned',
        outcome: 'notEvaluated',
        controls: ['CP-04'],
        stricterControls: ['IAM-02'],
        needsMore: 'Images of other registries are not looked at.',
      },
    ],
  },
  {
    id: 'soc2-2017',
    title: 'SOC 2',
    version: '2017',
    claim: 'supports',
    requirements: [
      { id: 'CC6.1', title: 'Access is limited', outcome: 'notApplicable', controls: ['RBAC-01'] },
    ],
  },
];

const latest = (level: 'privileged' | 'baseline' | 'restricted') => ({ level, version: 'latest' });
const unlabelled = {
  enforce: latest('privileged'),
  warn: latest('privileged'),
  audit: latest('privileged'),
  faults: [],
  refused: [],
  missing: [],
};

export const podSecurityFixture: Assessment['podSecurity'] = [
  { ...unlabelled, namespace: 'kube-system', workloads: 3, passes: 'privileged' },
  { ...unlabelled, namespace: 'orders', workloads: 5, passes: 'baseline', canEnforce: 'baseline' },
  { ...unlabelled, namespace: 'empty', workloads: 0 },
  {
    ...unlabelled,
    namespace: 'batch',
    workloads: 2,
    passes: 'baseline',
    missing: ['pods: forbidden'],
  },
  {
    ...unlabelled,
    namespace: 'payments-production',
    enforce: { level: 'restricted', version: 'v1.33' },
    faults: ['pod-security.kubernetes.io/enforce=strict is taken for restricted'],
    workloads: 9,
    passes: 'privileged',
    refused: Array.from({ length: 8 }, (_, index) => `Deployment checkout-service-${index}`),
  },
];
