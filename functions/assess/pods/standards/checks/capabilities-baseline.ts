import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';

const allowed: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/**
 * Pod Security Standards, baseline, "Capabilities", from v1.0. Names are compared as they are
 * written: `CAP_CHOWN` and `chown` are not allowed.
 */
export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  reason: 'non-default capabilities',
  versions: [
    {
      since: 0,
      faultsIn: ({ containers }) =>
        containers.flatMap((place) =>
          (place.securityContext.capabilities?.add ?? [])
            .filter((capability) => !allowed.includes(capability))
            .map((capability) => faultAt(place, 'securityContext.capabilities.add', capability)),
        ),
    },
  ],
};
