import type { Reach, Severity } from '../model/verdict.ts';

/** Every number of the formula. */
export const weights = {
  /** What a control can cost at most. */
  cost: { critical: 10, high: 5, medium: 2, low: 0.5 },
  /** How fast the subjects that fail it use that up. */
  pace: { critical: 0.35, high: 0.2, medium: 0.12, low: 0.06 },
  /** How much wider a failure counts than one in a single namespace. */
  blast: { nothing: 0, namespace: 1, node: 2, cluster: 4, account: 6 },
  /** What takes a score from 100 to 37 (1/e), in the units of `cost`: six critical controls. */
  scale: 60,
  /** Below this coverage the score to show is the lower bound. */
  coverageMin: 0.95,
  /** The lowest score of each grade. */
  grades: { A: 90, B: 80, C: 70, D: 60 },
} as const satisfies {
  cost: Record<Severity, number>;
  pace: Record<Severity, number>;
  blast: Record<Reach, number>;
  scale: number;
  coverageMin: number;
  grades: Record<string, number>;
};
