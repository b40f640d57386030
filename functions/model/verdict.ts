import * as z from 'zod';
import { oneLine } from './one-line.ts';

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

export const domains = ['network', 'pod', 'rbac', 'identity', 'platform'] as const;
export type Domain = (typeof domains)[number];

/** What a control judges: an object, a person or role, or the cluster itself. */
export const subjectSchema = z.strictObject({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});
export type Subject = Readonly<z.infer<typeof subjectSchema>>;

/** `Deployment payments/api`, `Group platform-admins`: how people read a subject. */
export function subjectText({ kind, namespace, name }: Subject): string {
  return oneLine(`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`);
}

/**
 * How far a failure reaches: nothing, for what changes no connection and no right; one namespace,
 * several namespaces or a node, the whole cluster, or the AWS account.
 */
export const reaches = ['nothing', 'namespace', 'node', 'cluster', 'account'] as const;
export type Reach = (typeof reaches)[number];

/**
 * A fact that a verdict rests on. The path is normalised: container names instead of indexes, no
 * generated names, so that the same problem has the same path tomorrow.
 */
export type Evidence = { readonly path: string; readonly value: string };

export type Verdict =
  | { readonly outcome: 'pass' }
  | {
      readonly outcome: 'fail';
      readonly reach: Reach;
      readonly evidence: readonly [Evidence, ...Evidence[]];
    }
  | { readonly outcome: 'unknown'; readonly missing: readonly [string, ...string[]] }
  | { readonly outcome: 'notApplicable'; readonly why: string };

export const pass: Verdict = { outcome: 'pass' };

/** `pass` where nothing was found, `fail` with all of it otherwise. */
export function judgeBy(evidence: readonly Evidence[], reach: Reach): Verdict {
  const [first, ...rest] = evidence;
  return first === undefined ? pass : { outcome: 'fail', reach, evidence: [first, ...rest] };
}

export function unknown(missing: string, ...more: string[]): Verdict {
  return { outcome: 'unknown', missing: [missing, ...more] };
}

/** What was found about the parts of a subject: what is wrong, and what could not be told. */
export type PartsFound = {
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
};

/**
 * What failed stands beside what is not known: a part that is mended, or goes away, takes its own
 * verdict with it and no other.
 */
export function judgeParts({ evidence, missing }: PartsFound, reach: Reach): readonly Verdict[] {
  const [first, ...more] = new Set(missing);
  const known = judgeBy(evidence, reach);
  if (first === undefined) return [known];
  return evidence.length === 0 ? [unknown(first, ...more)] : [known, unknown(first, ...more)];
}
