import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';

export const publicEndpoint = control({
  id: 'CP-04',
  title: 'The API endpoint of the cluster is not public',
  domain: 'platform',
  severity: 'high',
  rationale:
    'A public endpoint lets stolen credentials and flaws of the API server be used from outside ' +
    'the network.',
  remediation:
    'Run aws eks update-cluster-config --resources-vpc-config ' +
    'endpointPublicAccess=false,endpointPrivateAccess=true once clients reach the private endpoint.',
  mappings: [
    'cis-eks-1.8.0:5.4.2',
    'aws-fsbp-1.0.0:EKS.1',
    'nist-800-53r5:AC-3',
    'nist-800-53r5:AC-4',
    'nist-800-53r5:AC-6',
    'nist-800-53r5:AC-21',
    'nist-800-53r5:SC-7',
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
