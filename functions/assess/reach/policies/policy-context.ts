import type { Namespace, OtherPolicy } from '../../../model/snapshot.ts';

/** What of a snapshot policies may refer to beside pods. */
export type PolicyContext = {
  /** Calico tiers and network sets, Cilium CIDR groups. */
  readonly policyObjects: readonly OtherPolicy[];
  readonly namespaces: readonly Namespace[];
};
