import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';

export const publicEndpoint = control({
  id: 'CP-04',
  title: 'The API endpoint of the cluster is not public',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'A public endpoint lets stolen credentials and flaws of the API server be used from outside ' +
    'the network.',
  remediation:
    'Turn the public endpoint off and the private one on, once administrators and pipelines reach the ' +
    'private endpoint.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-cluster-config --region REGION --name CLUSTER \\
  --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, EndpointAccess } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', { ...PROPS, endpointAccess: EndpointAccess.PRIVATE });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    const isPublic = eksCluster?.endpointPublicAccess;
    if (isPublic === undefined) return unknown('endpointPublicAccess of the cluster');
    if (!isPublic) return pass;
    return judgeBy([{ path: 'resourcesVpcConfig.endpointPublicAccess', value: 'true' }], 'cluster');
  },
});
