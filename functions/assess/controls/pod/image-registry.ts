import { control } from '../../../model/control.ts';
import { publisherOf } from '../../pods/image-publishers.ts';
import type { ImageReference } from '../../pods/image-repository.ts';
import { fineImage, type ImageFound, judgeImages } from '../../pods/judge-images.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * There is no list of the registries that a company trusts. Without one it is known to be bad that
 * an image comes from a registry in which anybody may open an account, under a name that no known
 * project or company holds; and to be good that it comes from the account of the cluster, from EKS,
 * or from a known publisher. Of any other registry, the company's own included, it is not known who
 * may publish there.
 */
export const imageRegistry = control({
  id: 'IMG-03',
  title: 'No image comes from an unknown publisher in a registry that is open to all',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Anybody can publish in a public registry, and a name that was given up or misspelled runs ' +
    'code of a stranger with the rights of the workload.',
  remediation:
    'Copy the image into a repository of your own in Amazon ECR, after it was scanned, or put a ' +
    'pull-through cache in front of the registry, and name that in the workload.',
  snippets: [
    {
      form: 'aws',
      text: [
        'aws ecr create-pull-through-cache-rule --region REGION --ecr-repository-prefix PREFIX \\',
        '  --upstream-registry-url registry-1.docker.io \\',
        '  --credential-arn arn:aws:secretsmanager:REGION:ACCOUNT:secret:ecr-pullthroughcache/NAME',
      ].join('\n'),
    },
    {
      form: 'kubectl',
      text: [
        'kubectl set image deployment/NAME --namespace NAMESPACE \\',
        '  CONTAINER=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX/REPOSITORY:VERSION',
      ].join('\n'),
    },
    {
      form: 'cdk',
      text: [
        "import { CfnPullThroughCacheRule } from 'aws-cdk-lib/aws-ecr';",
        '',
        "new CfnPullThroughCacheRule(this, 'DockerHub', {",
        "  ecrRepositoryPrefix: 'PREFIX',",
        "  upstreamRegistryUrl: 'registry-1.docker.io',",
        '  credentialArn: credentials.secretArn,',
        '});',
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item, { cluster }) =>
    judgeImages(item, 'namespace', (image) => foundOf(image, cluster.account)),
});

function foundOf(image: ImageReference, account: string): ImageFound {
  const publisher = publisherOf(image, account);
  if (publisher === 'known') return fineImage;
  const { registry } = image;
  if (publisher === 'open') return { kind: 'wrong', why: `anybody may publish in ${registry}` };
  return { kind: 'notKnown', what: `who may publish in ${registry}` };
}
