import { control } from '../../../model/control.ts';
import { fineImage, judgeImages } from '../../pods/judge-images.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const imageDigest = control({
  id: 'IMG-02',
  title: 'Every image is pinned by its digest',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'Whoever may push to a repository can put another image behind a tag, and the next pod runs it ' +
    'without any change in the cluster.',
  remediation:
    'Write the image as REPOSITORY:VERSION@sha256:DIGEST, and let a tool such as Renovate or the ' +
    'pipeline keep both current.',
  snippets: [
    {
      form: 'kubectl',
      text: [
        '# The digests that run now.',
        'kubectl get pods --namespace NAMESPACE --output jsonpath=' +
          '\'{range .items[*].status.containerStatuses[*]}{.image}{"\\t"}{.imageID}{"\\n"}{end}\'',
        'kubectl set image deployment/NAME --namespace NAMESPACE \\',
        '  CONTAINER=REPOSITORY:VERSION@sha256:DIGEST',
      ].join('\n'),
    },
    {
      form: 'aws',
      text: [
        'aws ecr describe-images --region REGION --repository-name REPOSITORY \\',
        '  --image-ids imageTag=VERSION \\',
        "  --query 'imageDetails[0].imageDigest' --output text",
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeImages(item, 'namespace', ({ digest }) =>
      digest === undefined ? { kind: 'wrong' } : fineImage,
    ),
});
