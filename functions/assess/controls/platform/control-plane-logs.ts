import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, unknown } from '../../../model/verdict.ts';

/** All that EKS knows. The audit log counts here too, as it does in rules that ask for all types. */
const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

export const controlPlaneLogs = control({
  id: 'CP-02',
  title: 'The control plane writes all five types of log',
  domain: 'platform',
  severity: 'low',
  reachMax: 'cluster',
  rationale:
    'A type of log that is off leaves a gap in what can be found out after an incident, such as ' +
    'which IAM principal became which user.',
  remediation:
    'Turn on the log types api, audit, authenticator, controllerManager and scheduler of the cluster.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-cluster-config --region REGION --name CLUSTER --logging \\
  '{"clusterLogging":[{"types":["api","audit","authenticator","controllerManager","scheduler"],"enabled":true}]}'`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, ClusterLoggingTypes } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', { ...PROPS, clusterLogging: Object.values(ClusterLoggingTypes) });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    if (eksCluster === undefined) return unknown('the log types of the cluster');
    const missing = logTypes.filter((type) => !eksCluster.logTypes.includes(type));
    return judgeBy(
      missing.map((type) => ({
        path: `logging.clusterLogging[type=${type}].enabled`,
        value: 'false',
      })),
      'cluster',
    );
  },
});
