import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';

export const privateEndpoint = control({
  id: 'CP-06',
  title: 'The API endpoint of the cluster is reachable inside its VPC',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Without a private endpoint nodes talk to the API server through the public one, which so has ' +
    'to stay open and to allow the addresses that nodes leave the VPC with.',
  remediation:
    'Turn on the private endpoint of the cluster. It is a precondition for closing the public one.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-cluster-config --region REGION --name CLUSTER \\
  --resources-vpc-config endpointPrivateAccess=true`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, EndpointAccess } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', { ...PROPS, endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    const isPrivate = eksCluster?.endpointPrivateAccess;
    if (isPrivate === undefined) return unknown('endpointPrivateAccess of the cluster');
    if (isPrivate) return pass;
    return judgeBy(
      [{ path: 'resourcesVpcConfig.endpointPrivateAccess', value: 'false' }],
      'cluster',
    );
  },
});
