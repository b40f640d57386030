import type { Protocol } from '../algebra/port-set.ts';
import type { Policy, Rule } from '../policies/policy.ts';

/** One port of one protocol; OTHER has no ports. */
export type PortPoint = { readonly protocol: Protocol | 'OTHER'; readonly port: number };

export type Verdict = 'allowed' | 'denied' | 'undefined';

/** Something that decided, or may have decided, about a packet at one end. */
export type Step =
  | {
      readonly kind: 'rule';
      readonly policy: Policy;
      readonly rule: Rule;
      /** Where the peer stands that matched. */
      readonly peer: string;
      /** Undefined where the rule surely matches: else why it may not. */
      readonly doubt?: string;
    }
  | {
      readonly kind: 'isolated';
      readonly policies: readonly Policy[];
      readonly doubt?: string;
      /** Set where a step before it may have allowed the packet. */
      readonly isPerhapsAllowed?: true;
    }
  /** The specification says nothing: `why` names the point. */
  | { readonly kind: 'leftOpen'; readonly why: string }
  | { readonly kind: 'default'; readonly verdict: 'allowed' | 'denied'; readonly why: string };

export type Trace = { readonly verdict: Verdict; readonly steps: readonly Step[] };
