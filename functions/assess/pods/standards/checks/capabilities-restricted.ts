import type { Check, Fault, PlacedContainer, PlacedSpec } from '../check.ts';
import { outsideWindows } from '../exempt-pods.ts';
import { faultAt } from '../faults.ts';

const overrides = ['capabilities_baseline'];

/**
 * Pod Security Standards, restricted, "Capabilities", from v1.22; without pods for Windows from
 * v1.25. `ALL` is dropped in so many letters, and nothing but NET_BIND_SERVICE added again.
 */
export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  reason: 'unrestricted capabilities',
  versions: [
    { since: 22, overrides, faultsIn: capabilityFaults },
    { since: 25, overrides, faultsIn: outsideWindows(capabilityFaults) },
  ],
};

function capabilityFaults({ containers }: PlacedSpec): readonly Fault[] {
  return [...containers.flatMap(keptFault), ...containers.flatMap(addedFaults)];
}

function keptFault(place: PlacedContainer): readonly Fault[] {
  const dropped = place.securityContext.capabilities?.drop ?? [];
  const field = 'securityContext.capabilities.drop';
  if (dropped.includes('ALL')) return [];
  if (dropped.length === 0) return [faultAt(place, field)];
  const detail = `${place.name}: capabilities.drop without ALL`;
  return [{ ...faultAt(place, field, 'without ALL'), detail }];
}

function addedFaults(place: PlacedContainer): readonly Fault[] {
  const added = place.securityContext.capabilities?.add ?? [];
  return added
    .filter((capability) => capability !== 'NET_BIND_SERVICE')
    .map((capability) => faultAt(place, 'securityContext.capabilities.add', capability));
}
