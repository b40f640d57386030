import type { Pod } from '../../model/snapshot.ts';
import type { PartsFound, Reach, Verdict } from '../../model/verdict.ts';
import { type ImageReference, imageReference } from './image-repository.ts';
import { judgePodParts } from './judge-pods.ts';
import { containersIn } from './standards/setters.ts';
import type { WorkloadItem } from './workload-items.ts';

/** What a judgement of an image comes to. */
export type ImageFound =
  | { readonly kind: 'fine' }
  | { readonly kind: 'wrong'; readonly why?: string }
  | { readonly kind: 'notKnown'; readonly what: string };

export const fineImage: ImageFound = { kind: 'fine' };

/** Judges a workload by the images of its containers. */
export function judgeImages(
  item: WorkloadItem,
  reach: Reach,
  judge: (image: ImageReference) => ImageFound,
): readonly Verdict[] {
  return judgePodParts(item, reach, (pod) => imagesIn(pod, judge));
}

function imagesIn({ spec }: Pod, judge: (image: ImageReference) => ImageFound): PartsFound {
  const found = containersIn(spec).map(({ path, container: { image } }): PartsFound => {
    if (isFilledInLater(image)) {
      return { evidence: [], missing: [`${path}.image: filled in when the pod is made`] };
    }
    const judged = judge(imageReference(image));
    if (judged.kind === 'fine') return { evidence: [], missing: [] };
    if (judged.kind === 'notKnown') return { evidence: [], missing: [judged.what] };
    const value = judged.why === undefined ? image : `${image}: ${judged.why}`;
    return { evidence: [{ path: `${path}.image`, value }], missing: [] };
  });
  return {
    evidence: found.flatMap(({ evidence }) => evidence),
    missing: found.flatMap(({ missing }) => missing),
  };
}

/** Templates may leave the image to a webhook; that of Istio puts one in the place of `auto`. */
function isFilledInLater(image: string | undefined): image is undefined | '' | 'auto' {
  return image === undefined || image === '' || image === 'auto';
}
