import { control } from '../../../model/control.ts';
import type { AccessEntry } from '../../../model/eks-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts } from '../../../model/verdict.ts';

const adminPolicy = 'AmazonEKSClusterAdminPolicy';

export const clusterAdminAccessEntry = control({
  id: 'IAM-02',
  title: 'No access entry has AmazonEKSClusterAdminPolicy for the whole cluster',
  domain: 'identity',
  severity: 'critical',
  reachMax: 'cluster',
  rationale:
    'Whoever assumes the IAM principal administers the cluster, and no RBAC binding shows it.',
  remediation:
    'Run aws eks disassociate-access-policy with the principal and the policy, and associate a ' +
    'policy with a namespace scope, or a Kubernetes group with a role of its own.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks disassociate-access-policy --region REGION --cluster-name CLUSTER \\
  --principal-arn PRINCIPAL_ARN \\
  --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy
aws eks associate-access-policy --region REGION --cluster-name CLUSTER \\
  --principal-arn PRINCIPAL_ARN \\
  --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy \\
  --access-scope type=namespace,namespaces=NAMESPACE`,
    },
    {
      form: 'aws',
      text: `aws eks update-access-entry --region REGION --cluster-name CLUSTER \\
  --principal-arn PRINCIPAL_ARN --kubernetes-groups GROUP`,
    },
    {
      form: 'cdk',
      text: `import { AccessEntry, AccessPolicy, AccessScopeType } from 'aws-cdk-lib/aws-eks';

new AccessEntry(this, 'Developers', {
  cluster: CLUSTER,
  principal: 'PRINCIPAL_ARN',
  accessPolicies: [
    AccessPolicy.fromAccessPolicyName('AmazonEKSEditPolicy', {
      accessScopeType: AccessScopeType.NAMESPACE,
      namespaces: ['NAMESPACE'],
    }),
  ],
});`,
    },
  ],
  subjectReads: ['eks:ListAccessEntries'],
  judgementReads: ['eks:ListAssociatedAccessPolicies'],
  items: ({ accessEntries }: Snapshot) =>
    accessEntries.map(({ principalArn, policies }) => ({
      subject: { kind: 'AccessEntry', name: principalArn },
      policies: policies.filter(({ policyArn }) => policyName(policyArn) === adminPolicy),
    })),
  judge: ({ policies }) => {
    const scopes = policies.map(({ scope }) => scope);
    const strange = scopes.filter((scope) => scope !== 'cluster' && scope !== 'namespace');
    const evidence = scopes
      .filter((scope) => scope === 'cluster')
      .map((value) => ({ path: `accessPolicies[name=${adminPolicy}].scope`, value }));
    const missing = strange.map((scope) => `the meaning of access scope ${scope}`);
    return judgeParts({ evidence, missing }, 'cluster');
  },
});

/** `arn:aws:eks::aws:cluster-access-policy/NAME`, in every partition. */
function policyName(policyArn: AccessEntry['policies'][number]['policyArn']): string | undefined {
  const [, name] = policyArn.split(':cluster-access-policy/');
  return name;
}
