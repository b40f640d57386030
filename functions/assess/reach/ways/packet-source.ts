import type { Pod } from '../../../model/snapshot.ts';
import type { AddressSet } from '../algebra/address-set.ts';

/** Where a packet comes from, as it looks when it reaches the pod. */
export type PacketSource =
  | {
      readonly kind: 'clients' | 'loadBalancer';
      readonly text: string;
      readonly addresses: AddressSet;
      /** `all` may come; or those that come are `some` of them, and it is not read which. */
      readonly are: 'all' | 'some';
    }
  /** A node that forwards under an address of its own what came from `behind`. */
  | { readonly kind: 'nodes'; readonly text: string; readonly behind?: PacketSource }
  /** Pods that take requests and send their own. */
  | { readonly kind: 'pods'; readonly text: string; readonly pods: readonly Pod[] }
  /** One of several, and it is not read which. */
  | {
      readonly kind: 'oneOf';
      readonly text: string;
      readonly sources: readonly [PacketSource, ...PacketSource[]];
    }
  /** Anybody: nothing is known of what forwards. */
  | { readonly kind: 'unknown'; readonly text: string };

export function forwardedByNodes(behind?: PacketSource): PacketSource {
  return {
    kind: 'nodes',
    text: 'nodes, which forward under their own address',
    ...(behind !== undefined && { behind }),
  };
}

export function oneOf(
  text: string,
  ...sources: readonly [PacketSource, ...PacketSource[]]
): PacketSource {
  return { kind: 'oneOf', text, sources };
}
