import * as z from 'zod';

/** White space, line breaks too, counts as one space. */
const line = z
  .string()
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1).max(1_000));

/**
 * A pattern in which `*` stands for any characters, none included; everything else is literal.
 */
const pattern = line;

/** Whom an exception is for. What is left out is not limited. */
const exceptionScopeSchema = z.strictObject({
  /** Name of the cluster, or `account/region/name`, each part a pattern of its own. */
  cluster: pattern.optional(),
  /** The namespace that the subject is in, or that it is; what is in none is not matched. */
  namespace: pattern.optional(),
  /** `Deployment api`, `Group platform-*`: kind and name of the subject, each a pattern of its own. */
  subject: pattern.optional(),
});

/** An accepted risk: what is accepted, why, by whom, and until when. */
export const exceptionSchema = z.strictObject({
  /** Unique in the file; what findings and reports call it. */
  id: line,
  /** Id of the control. */
  control: line,
  scope: exceptionScopeSchema,
  reason: line,
  compensatingControl: line,
  requester: line,
  approver: line,
  /** `2026-11-23`, in UTC. */
  granted: z.iso.date(),
  /** The first day on which it no longer counts; at most a year after `granted`. */
  expires: z.iso.date(),
});

/**
 * `active`: counts. `pending`: granted later than the snapshot. `expired`: counts no longer.
 * `unused`: in force, and matches no finding. `otherCluster`: its scope leaves this cluster out.
 */
const exceptionStates = ['active', 'unused', 'expired', 'pending', 'otherCluster'] as const;

/** An exception, and what came of it in one assessment. */
export const exceptionUseSchema = exceptionSchema.extend({
  state: z.enum(exceptionStates),
  /** How many findings it matches, those of an expired or pending exception included. */
  findings: z.number().int().nonnegative(),
  /** Why it is wider than a risk that somebody weighed: absent where it is not. */
  tooWide: z.string().optional(),
});

export type ExceptionScope = Readonly<z.infer<typeof exceptionScopeSchema>>;
export type Exception = Readonly<z.infer<typeof exceptionSchema>>;
export type ExceptionState = (typeof exceptionStates)[number];
export type ExceptionUse = Readonly<z.infer<typeof exceptionUseSchema>>;
