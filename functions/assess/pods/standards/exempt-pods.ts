import type { Fault, PlacedSpec } from './check.ts';

/**
 * Leaves out pods in a user namespace, where root is nobody on the node. The policies from v1.35 do
 * so; for older ones it was behind a feature gate that EKS does not open.
 */
export function outsideUserNamespaces(faultsIn: (pod: PlacedSpec) => readonly Fault[]) {
  return (pod: PlacedSpec): readonly Fault[] => (pod.spec.hostUsers === false ? [] : faultsIn(pod));
}

/**
 * Leaves out pods for Windows, which has no such setting. Only `spec.os.name` tells: a node selector
 * does not.
 */
export function outsideWindows(faultsIn: (pod: PlacedSpec) => readonly Fault[]) {
  return (pod: PlacedSpec): readonly Fault[] =>
    pod.spec.os?.name === 'windows' ? [] : faultsIn(pod);
}
