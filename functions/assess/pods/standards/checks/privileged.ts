import type { Check } from '../check.ts';
import { containersIn, faultAt } from '../setters.ts';

/** Pod Security Standards, baseline, "Privileged Containers", from v1.0. */
export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  reason: 'privileged',
  versions: [
    {
      since: 0,
      faultsIn: ({ spec }) =>
        containersIn(spec)
          .filter(({ container }) => container.securityContext.privileged === true)
          .map((place) => faultAt(place, 'securityContext.privileged', 'true')),
    },
  ],
};
