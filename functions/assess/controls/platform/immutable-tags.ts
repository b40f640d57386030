import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { repositoryItems, unseenRepository } from '../../platform/repositories-in-use.ts';

/**
 * With exclusions some tags can be overwritten; which ones is not read. A repository that lets only
 * some be overwritten is better than one that lets all, and still lets some.
 */
export const immutableTags = control({
  id: 'IMG-05',
  title: 'Tags of the ECR repositories in use cannot be overwritten',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Whoever may push replaces the image behind a tag that pods run, and the next pod that starts ' +
    'runs it without any change to the cluster.',
  remediation:
    'Set the tag mutability of the repository to IMMUTABLE, and let every build push a tag of its own.',
  snippets: [
    {
      form: 'aws',
      text: `aws ecr put-image-tag-mutability --region REGION \\
  --repository-name REPOSITORY --image-tag-mutability IMMUTABLE`,
    },
    {
      form: 'cdk',
      text: `import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';

new Repository(this, 'Images', { ...PROPS, imageTagMutability: TagMutability.IMMUTABLE });`,
    },
  ],
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: ['ecr:DescribeRepositories'],
  items: repositoryItems,
  judge: (item, snapshot) => {
    if (item.repository === undefined) return unseenRepository(item, snapshot);
    const { tagMutability } = item.repository;
    if (tagMutability === undefined) return unknown('imageTagMutability of the repository');
    if (tagMutability === 'IMMUTABLE') return pass;
    return judgeBy([{ path: 'imageTagMutability', value: tagMutability }], 'namespace');
  },
});
