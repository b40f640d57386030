import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';

/** Pod Security Standards, baseline, "Privileged Containers", from v1.0. */
export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  reason: 'privileged',
  versions: [
    {
      since: 0,
      faultsIn: ({ containers }) =>
        containers
          .filter(({ securityContext }) => securityContext.privileged === true)
          .map((place) => faultAt(place, 'securityContext.privileged', 'true')),
    },
  ],
};
