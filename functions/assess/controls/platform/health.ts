import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { oneLine } from '../../../model/one-line.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, type Subject, unknown } from '../../../model/verdict.ts';

type Part = {
  readonly subject: Subject;
  /** Absent of a cluster that EKS was not asked about. */
  readonly told?: {
    readonly status: string | undefined;
    readonly issues: readonly { readonly code: string; readonly message: string }[];
  };
};

const failedStatuses = /DEGRADED|FAILED/;

/**
 * EKS names a reason for each issue in a code that stays; its message names the objects of the day.
 * Status and issues are told apart, so that mending one never adds the other.
 */
export const health = control({
  id: 'CP-15',
  title: 'EKS reports no health issue of the cluster, its add-ons and node groups',
  domain: 'platform',
  severity: 'low',
  reachMax: 'cluster',
  rationale:
    'A cluster, add-on or node group that EKS cannot work on gets no updates, and what it enforces ' +
    'or watches may have stopped.',
  remediation:
    'Mend what the code names: give back the role, key, subnet or security group that is missing, or ' +
    'the capacity that pods of the add-on wait for; then update the add-on or node group again.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks describe-cluster --region REGION --name CLUSTER --query cluster.health
aws eks describe-addon --region REGION --cluster-name CLUSTER --addon-name ADDON --query addon.health
aws eks describe-nodegroup --region REGION --cluster-name CLUSTER --nodegroup-name NODEGROUP \\
  --query nodegroup.health`,
    },
  ],
  subjectReads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
  ],
  judgementReads: [],
  consultedReads: ['eks:DescribeCluster'],
  items: partsOf,
  judge: ({ told }, snapshot) => {
    if (told === undefined) {
      const [gap] = gapsIn(snapshot, ['eks:DescribeCluster']);
      return unknown(gap === undefined ? 'the health of the cluster' : gapText(gap));
    }
    const { status = '', issues } = told;
    return judgeBy(
      [
        ...issues.map(({ code, message }) => ({
          path: `health.issues[code=${code}]`,
          value: shortened(oneLine(message)) || code,
        })),
        ...(failedStatuses.test(status) ? [{ path: 'status', value: status }] : []),
      ],
      'cluster',
    );
  },
});

function partsOf(snapshot: Snapshot): readonly Part[] {
  const { eksCluster, addons, nodegroups } = snapshot;
  const partOf = (kind: string) => (part: Snapshot['addons' | 'nodegroups'][number]) => ({
    subject: { kind, name: part.name },
    told: { status: part.status, issues: part.healthIssues },
  });
  const subject = clusterSubject(snapshot);
  return [
    eksCluster === undefined
      ? { subject }
      : { subject, told: { status: eksCluster.status, issues: eksCluster.healthIssues } },
    ...addons.map(partOf('Addon')),
    ...nodegroups.map(partOf('Nodegroup')),
  ];
}

const lengthMax = 160;

function shortened(text: string): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 3)}...`;
}
