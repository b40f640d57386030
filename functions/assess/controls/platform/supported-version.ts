import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import {
  parseVersion,
  type Support,
  supportOf,
  versionText,
} from '../../platform/kubernetes-versions.ts';

/**
 * In extended support the control plane still gets security fixes, at a price, until a day on which
 * EKS upgrades it by itself; Security Hub asks for standard support, and so does this. That standard
 * support ends soon is no failure yet.
 */
export const supportedVersion = control({
  id: 'CP-08',
  title: 'The Kubernetes version of the cluster is in standard support',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'A version that the Kubernetes project has left behind gets few fixes or none, and at the end ' +
    'EKS upgrades the cluster on a day that nobody chose.',
  remediation:
    'Upgrade the control plane one minor version at a time, and after each step the add-ons and the ' +
    'node groups. Look at the upgrade insights of EKS first.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks list-insights --region REGION --cluster-name CLUSTER \\
  --filter categories=UPGRADE_READINESS,statuses=ERROR,WARNING
aws eks update-cluster-version --region REGION --name CLUSTER --kubernetes-version VERSION`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, KubernetesVersion } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', { ...PROPS, version: KubernetesVersion.of('VERSION') });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster', 'eks:DescribeClusterVersions'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const version = parseVersion(snapshot.eksCluster?.version ?? '');
    if (version === undefined) return unknown('the Kubernetes version of the cluster');
    const support = supportOf(snapshot, version);
    if (support === undefined) {
      return unknown(`how long EKS supports version ${versionText(version)}`);
    }
    if (support.is === 'standard') return pass;
    const value = `${versionText(version)}: ${supportText(support)}`;
    return judgeBy([{ path: 'version', value }], 'cluster');
  },
});

function supportText({ is, until }: Exclude<Support, { readonly is: 'standard' }>): string {
  if (is === 'ended') return 'not supported any more';
  return until === undefined ? 'extended support' : `extended support until ${until}`;
}
