import type { PodSpec } from '../model/pod-spec.ts';
import { isSameJson } from './same-json.ts';

export type ShareSpec = (ownerKey: string, spec: PodSpec) => PodSpec;

/** Gives equal specs of one owner as one object: replicas then cost what one pod costs. */
export function sharedSpecs(): ShareSpec {
  const known = new Map<string, PodSpec[]>();
  return (ownerKey, spec) => {
    const specs = known.get(ownerKey) ?? [];
    const equal = specs.find((given) => isSameJson(given, spec));
    if (equal !== undefined) return equal;
    known.set(ownerKey, [...specs, spec]);
    return spec;
  };
}
