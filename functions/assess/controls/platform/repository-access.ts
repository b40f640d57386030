import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, judgeParts, pass, type Verdict } from '../../../model/verdict.ts';
import {
  addressText,
  type RepositoryItem,
  repositoryItems,
  unseenRepository,
} from '../../platform/repositories-in-use.ts';
import { openingsOf } from '../../platform/repository-policy.ts';

/**
 * The policy of the repository alone: without one only principals of its own account get in, by their
 * IAM policies. A policy of the whole registry is for replication and is not read.
 */
export const repositoryAccess = control({
  id: 'IMG-06',
  title: 'ECR repositories in use are neither public nor open to changes from anywhere',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Whoever may push to a repository decides what its pods run, and whoever may pull reads the code ' +
    'and what was left in the image.',
  remediation:
    'Name accounts or roles in the repository policy: those that pull, and one role of the pipeline ' +
    'that pushes. Where an organization pulls, add the condition aws:PrincipalOrgID.',
  snippets: [
    {
      form: 'aws',
      text: `aws ecr set-repository-policy --region REGION --repository-name REPOSITORY --policy-text '{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "PullFromOrganization",
    "Effect": "Allow",
    "Principal": "*",
    "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "ORGANIZATION_ID"}}
  }]
}'`,
    },
    {
      form: 'cdk',
      text: `import { AccountPrincipal, OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';

REPOSITORY.grantPull(new OrganizationPrincipal('ORGANIZATION_ID'));
REPOSITORY.grantPull(new AccountPrincipal('ACCOUNT'));
REPOSITORY.grantPullPush(PIPELINE_ROLE);`,
    },
  ],
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
  items: repositoryItems,
  judge: judgeRepository,
});

function judgeRepository(item: RepositoryItem, snapshot: Snapshot): readonly Verdict[] {
  if (item.repository === undefined) return [unseenRepository(item, snapshot)];
  const text = addressText(item.address);
  const found = snapshot.ecrRepositoryPolicies.find((each) => addressText(each) === text);
  if (found === undefined) return [pass];
  const { changes, reads, missing } = openingsOf(found.policy);
  const pulled = judgeParts({ evidence: reads, missing }, 'namespace');
  return changes.length === 0 ? pulled : [judgeBy(changes, 'cluster'), ...pulled.filter(isNoPass)];
}

function isNoPass({ outcome }: Verdict): boolean {
  return outcome !== 'pass';
}
