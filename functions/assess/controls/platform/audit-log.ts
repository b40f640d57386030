import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';

export const auditLog = control({
  id: 'CP-01',
  title: 'The control plane writes the audit log',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Without the audit log nobody can tell afterwards who read a Secret, opened a shell in a pod ' +
    'or bound a role.',
  remediation:
    'Turn on the log type audit of the cluster. EKS writes it to the log group ' +
    '/aws/eks/CLUSTER/cluster, which costs what CloudWatch Logs takes for ingestion.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-cluster-config --region REGION --name CLUSTER \\
  --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, ClusterLoggingTypes } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', {
  ...PROPS,
  clusterLogging: [ClusterLoggingTypes.AUDIT, ClusterLoggingTypes.AUTHENTICATOR],
});`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    if (eksCluster === undefined) return unknown('the log types of the cluster');
    if (eksCluster.logTypes.includes('audit')) return pass;
    return judgeBy(
      [{ path: 'logging.clusterLogging[type=audit].enabled', value: 'false' }],
      'cluster',
    );
  },
});
