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
  rationale: 'Anybody on the internet can try credentials and exploits against the API server.',
  remediation:
    'Run aws eks update-cluster-config --resources-vpc-config publicAccessCidrs=RANGES with the ' +
    'ranges that administrators and pipelines come from, or turn the public endpoint off.',
  mappings: ['cis-eks-1.8.0:5.4.1'],
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
