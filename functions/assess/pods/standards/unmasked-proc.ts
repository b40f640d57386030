import type { Fault, StandardsPod } from './check.ts';
import { containersIn, faultAt } from './setters.ts';

/** Containers that see more of /proc than the default leaves open. */
export function unmaskedProc({ spec }: StandardsPod): readonly Fault[] {
  return containersIn(spec).flatMap((place) => {
    const { procMount = 'Default' } = place.container.securityContext;
    return procMount === 'Default' ? [] : [faultAt(place, 'securityContext.procMount', procMount)];
  });
}
