import type { Fault, PlacedSpec } from './check.ts';
import { faultAt } from './faults.ts';

/** Containers that see more of /proc than the default leaves open. */
export function unmaskedProc({ containers }: PlacedSpec): readonly Fault[] {
  return containers.flatMap((place) => {
    const { procMount = 'Default' } = place.securityContext;
    return procMount === 'Default' ? [] : [faultAt(place, 'securityContext.procMount', procMount)];
  });
}
