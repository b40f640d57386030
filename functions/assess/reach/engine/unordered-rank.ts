import type { Policy } from '../policies/policy.ts';
import type { DecisionMap } from './decision-map.ts';

/** Policies of one priority, and at the same places what each decides of what was left to them. */
export type UnorderedRank = {
  readonly policies: readonly Policy[];
  readonly maps: readonly DecisionMap[];
};
