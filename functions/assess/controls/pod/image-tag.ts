import { control } from '../../../model/control.ts';
import { fineImage, judgeImages } from '../../pods/judge-images.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/** An image without a tag is `latest`; with a digest the tag says nothing. */
export const imageTag = control({
  id: 'IMG-01',
  title: 'Every image names its version',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Behind the tag latest stands whatever was pushed last: two replicas run different programs, ' +
    'and nobody can tell which one was reviewed.',
  remediation:
    'Name the version in the tag of the image, or better its digest, and let the pipeline raise it.',
  snippets: [
    {
      form: 'kubectl',
      text: 'kubectl set image deployment/NAME --namespace NAMESPACE CONTAINER=REPOSITORY:VERSION',
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeImages(item, 'namespace', ({ tag = 'latest', digest }) =>
      digest === undefined && tag === 'latest' ? { kind: 'wrong' } : fineImage,
    ),
});
