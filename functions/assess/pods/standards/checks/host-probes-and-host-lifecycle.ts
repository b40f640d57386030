import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';

/**
 * Pod Security Standards, baseline, "Host Probes / Lifecycle Hooks", from v1.34: any host, the
 * loopback of the node included.
 */
export const hostProbesAndHostLifecycle: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  reason: 'probe or lifecycle host',
  versions: [
    {
      since: 34,
      faultsIn: ({ containers }) =>
        containers.flatMap((place) =>
          place.container.handlerHosts.map(({ field, host }) =>
            faultAt(place, `${field}.host`, host),
          ),
        ),
    },
  ],
};
