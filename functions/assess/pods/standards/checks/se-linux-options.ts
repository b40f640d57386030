import type { Check, Fault, PlacedSpec } from '../check.ts';
import { faultAt } from '../faults.ts';

const typesSince0: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const typesSince31: readonly string[] = [...typesSince0, 'container_engine_t'];

/** Pod Security Standards, baseline, "SELinux", from v1.0; with one more type from v1.31. */
export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  reason: 'seLinuxOptions',
  versions: [
    { since: 0, faultsIn: (pod) => faultsBeyond(typesSince0, pod) },
    { since: 31, faultsIn: (pod) => faultsBeyond(typesSince31, pod) },
  ],
};

function faultsBeyond(types: readonly string[], { setters }: PlacedSpec): readonly Fault[] {
  return setters.flatMap((place): readonly Fault[] => {
    const { type = '', user = '', role = '' } = place.securityContext.seLinuxOptions ?? {};
    const field = 'securityContext.seLinuxOptions';
    return [
      ...(types.includes(type) ? [] : [faultAt(place, `${field}.type`, type)]),
      ...(user === '' ? [] : [faultAt(place, `${field}.user`, user)]),
      ...(role === '' ? [] : [faultAt(place, `${field}.role`, role)]),
    ];
  });
}
