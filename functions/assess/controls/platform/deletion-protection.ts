import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';

export const deletionProtection = control({
  id: 'CP-10',
  title: 'The cluster is protected against deletion',
  domain: 'platform',
  severity: 'low',
  reachMax: 'cluster',
  rationale:
    'One call, by mistake or with a stolen pipeline credential, deletes the control plane and with ' +
    'it all that only its API holds.',
  remediation:
    'Turn on deletion protection, and give eks:UpdateClusterConfig and eks:DeleteCluster to ' +
    'different roles.',
  snippets: [
    {
      form: 'aws',
      text: 'aws eks update-cluster-config --region REGION --name CLUSTER --deletion-protection',
    },
    {
      form: 'cdk',
      text: `import { Cluster } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', { ...PROPS, deletionProtection: true });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    const isProtected = eksCluster?.hasDeletionProtection;
    if (isProtected === undefined) return unknown('deletionProtection of the cluster');
    if (isProtected) return pass;
    return judgeBy([{ path: 'deletionProtection', value: 'false' }], 'cluster');
  },
});
