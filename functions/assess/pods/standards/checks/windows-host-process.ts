import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';

/** Pod Security Standards, baseline, "HostProcess", from v1.0. */
export const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  reason: 'hostProcess',
  versions: [
    {
      since: 0,
      faultsIn: ({ setters }) =>
        setters
          .filter(({ securityContext }) => securityContext.windowsOptions?.hostProcess === true)
          .map((place) => faultAt(place, 'securityContext.windowsOptions.hostProcess', 'true')),
    },
  ],
};
