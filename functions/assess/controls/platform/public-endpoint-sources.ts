import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { parseCidr } from '../../reach/algebra/address-set.ts';
import { coveringBlocks } from '../../reach/algebra/covering-blocks.ts';

/** EKS opens a public endpoint to all of IPv4 where no ranges are given. */
const defaultCidrs = ['0.0.0.0/0'];

export const publicEndpointSources = control({
  id: 'CP-05',
  title: 'A public API endpoint is not open to every address',
  domain: 'platform',
  severity: 'critical',
  reachMax: 'cluster',
  rationale: 'Anybody on the internet can try credentials and exploits against the API server.',
  remediation:
    'Limit the public endpoint to the ranges that administrators and pipelines come from, or turn it ' +
    'off. Without the private endpoint the addresses of the nodes have to be among them.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-cluster-config --region REGION --name CLUSTER \\
  --resources-vpc-config endpointPrivateAccess=true,publicAccessCidrs=RANGE,RANGE`,
    },
    {
      form: 'cdk',
      text: `import { Cluster, EndpointAccess } from 'aws-cdk-lib/aws-eks';

new Cluster(this, 'Cluster', {
  ...PROPS,
  endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('RANGE'),
});`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, { eksCluster }) => {
    if (eksCluster?.endpointPublicAccess === false) return pass;
    if (eksCluster?.endpointPublicAccess === undefined) {
      return unknown('endpointPublicAccess of the cluster');
    }
    return judgeCidrs(eksCluster.publicAccessCidrs);
  },
});

function judgeCidrs(given: NonNullable<Snapshot['eksCluster']>['publicAccessCidrs']) {
  const cidrs = given.length === 0 ? defaultCidrs : given;
  const open = coveringBlocks(cidrs).flat();
  const unreadable = cidrs.find((cidr) => parseCidr(cidr) === undefined);
  if (open.length === 0 && unreadable !== undefined) {
    return unknown(`the range ${unreadable} in publicAccessCidrs`);
  }
  return judgeBy(
    open.map((value) => ({ path: 'resourcesVpcConfig.publicAccessCidrs', value })),
    'cluster',
  );
}
