import * as z from 'zod';

/** A requirement of a framework, and the controls that show whether it is met. */
export type Requirement = {
  /** As the framework numbers it: `4.2.1`, `AC-6(1)`, `EKS.1`. */
  readonly id: string;
  /** What it asks for, in our words. */
  readonly title: string;
  /** Ids of the controls that it needs, all of them; empty where the catalogue has none. */
  readonly controls: readonly string[];
  /**
   * Controls that ask for more than it does. All of them must pass too for it to be met, but one that
   * fails does not show that it is not met.
   */
  readonly stricterControls?: readonly string[];
  /**
   * What is missing beyond the controls, as a sentence. A failing control still shows that the
   * requirement is not met; that all of them pass does not show that it is.
   */
  readonly needsMore?: string;
  /** Why no control can show it, as a sentence. Such a requirement has no controls. */
  readonly notVisible?: string;
  /** Where the mapping comes from: keys of the framework's `sources`. */
  readonly sources: readonly string[];
};

/** A framework in one version: data, and nothing but data. */
export type Framework = {
  /** Name and version: `cis-eks-1.8.0`. A requirement is written `cis-eks-1.8.0:4.2.1`. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly url: string;
  /**
   * `checks` where a requirement is about what its controls judge; `supports` where the controls are
   * evidence for a part of a wider requirement, which no scan can show to be met as a whole.
   */
  readonly claim: 'checks' | 'supports';
  /** What a reader has to know about the mapping as a whole. */
  readonly note?: string;
  /** Documents that mappings come from, and where in them, by key. */
  readonly sources: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
};

/**
 * `notSatisfied`: a control failed. `notEvaluated`: none failed, and one that is needed was not fully
 * evaluated, a stricter one failed, or more than controls is needed. `notVisible`: no control can
 * show it.
 */
const requirementOutcomes = [
  'notSatisfied',
  'notEvaluated',
  'satisfied',
  'notApplicable',
  'notVisible',
] as const;
export type RequirementOutcome = (typeof requirementOutcomes)[number];

const requirementResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  outcome: z.enum(requirementOutcomes),
  controls: z.array(z.string()),
  stricterControls: z.array(z.string()).optional(),
  needsMore: z.string().optional(),
  notVisible: z.string().optional(),
});

/** What an assessment says about a framework. */
export const frameworkResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  claim: z.enum(['checks', 'supports']),
  requirements: z.array(requirementResultSchema),
});

export type RequirementResult = Readonly<z.infer<typeof requirementResultSchema>>;
export type FrameworkResult = Readonly<z.infer<typeof frameworkResultSchema>>;
