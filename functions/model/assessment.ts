import * as z from 'zod';
import { clusterRefSchema, scanIdSchema } from './cluster.ts';
import { exceptionUseSchema } from './exceptions.ts';
import { frameworkResultSchema } from './framework.ts';
import { namespaceSecuritySchema } from './pod-security.ts';
import { reachabilitySchema } from './reachability.ts';
import { gapSchema, snapshotSources } from './snapshot.ts';
import { domains, reaches, severities, subjectSchema } from './verdict.ts';

export const assessmentVersion = 2;

const outcomes = ['fail', 'unknown', 'pass', 'notApplicable'] as const;
export type Outcome = (typeof outcomes)[number];

const count = z.number().int().nonnegative();
const points = z.number();

export const findingSchema = z.strictObject({
  /** SHA-256 over cluster, control, subject and evidence path: the same problem, the same print. */
  fingerprint: z.string(),
  controlId: z.string(),
  severity: z.enum(severities),
  subject: subjectSchema,
  reach: z.enum(reaches),
  /** Normalised path of the evidence in the subject. */
  path: z.string(),
  /** The values found there; several where several objects of the subject show it. */
  values: z.array(z.string()).min(1),
  firstSeenAt: z.iso.datetime(),
  /** The exception that accepts it, where one is in force. */
  exceptionId: z.string().optional(),
});

/** A control's result over all of its subjects, with its texts: a report needs nothing else. */
export const controlResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  domain: z.enum(domains),
  severity: z.enum(severities),
  rationale: z.string(),
  remediation: z.string(),
  snippets: z.array(
    z.strictObject({ form: z.enum(['kubectl', 'yaml', 'aws', 'cdk']), text: z.string() }),
  ),
  /** Requirements of frameworks, each as `framework-version:requirement`. */
  mappings: z.array(z.string()),
  reachMax: z.enum(reaches),
  /** fail before unknown before pass; notApplicable where there was nothing to judge. */
  outcome: z.enum(outcomes),
  /** Whether every subject got a verdict other than unknown. Coverage counts these. */
  isEvaluated: z.boolean(),
  /** Whether a read of the control is missing: what is unknown may be any number of failures. */
  hasUnseen: z.boolean(),
  subjects: z.strictObject({ pass: count, fail: count, unknown: count, notApplicable: count }),
  unknowns: z.array(z.strictObject({ subject: subjectSchema, missing: z.array(z.string()) })),
});

const grades = ['A', 'B', 'C', 'D', 'F'] as const;

/** 0 to 100, one decimal. `null` where nothing was evaluated: no data gives no score. */
export const scoreSchema = z
  .strictObject({
    /** The score if everything that is unknown failed. */
    lower: points,
    /** The score if everything that is unknown passed. */
    upper: points,
    /** The number to show: `lower` below 95 % coverage, `upper` otherwise. */
    headline: points,
    grade: z.enum(grades),
    coverage: z.strictObject({ evaluated: count, total: count }),
  })
  .nullable();

/** Where the points of the headline score went. */
const lostPointsSchema = z.strictObject({
  controlId: z.string(),
  /** All of them, those of `pointsUnknown` included. */
  points,
  findings: count,
  /** Points lost because the control could not be evaluated, and not to its findings. */
  pointsUnknown: points,
});

const fixSchema = z.strictObject({
  controlId: z.string(),
  findings: count,
  /** Points gained by this fix alone. */
  gain: points,
  /** The score after this fix and all that stand before it. */
  scoreAfter: points,
});

const regressionReasonSchema = z.strictObject({
  kind: z.enum(['newFinding', 'exceptionExpired', 'scoreDrop', 'domainDrop', 'coverageLost']),
  /** One line for people: what got worse. */
  text: z.string(),
});

/** A finding that is gone, remembered so that it is known again. */
const closedFindingSchema = z.strictObject({
  fingerprint: z.string(),
  firstSeenAt: z.iso.datetime(),
  /** Absent where nobody can say whether it was mended: it went out of sight. */
  resolvedAt: z.iso.datetime().optional(),
});

const changesSchema = z.strictObject({
  /** Absent on the first assessment of a cluster. */
  previous: z
    .strictObject({
      scanId: scanIdSchema,
      takenAt: z.iso.datetime(),
      catalogueVersion: z.string(),
      score: scoreSchema,
      /** The previous snapshot under today's catalogue, where the catalogue changed. */
      rescored: z
        .strictObject({
          score: scoreSchema,
          /** Points that the change of the rules alone gave or took. */
          rulesEffect: points.optional(),
        })
        .optional(),
      /** Points that the cluster won or lost since then, under today's rules. */
      clusterEffect: points.optional(),
      /** Why the two cannot be compared fully, where a changed catalogue met a missing snapshot. */
      notComparable: z.string().optional(),
    })
    .optional(),
  /** Why the scan before cannot be read by this version; a new history begins. */
  previousUnreadable: z.string().optional(),
  new: z.array(findingSchema),
  resolved: z.array(findingSchema),
  unchanged: count,
  /** Found again after they had been resolved. */
  reopened: z.array(findingSchema),
  /** Findings whose control was evaluated in only one of the two: neither new nor resolved. */
  notComparable: z.array(findingSchema),
  /** What got worse, worst first; empty when nothing did. */
  regressions: z.array(regressionReasonSchema),
  /** Findings of earlier scans that are gone, the newest first. */
  closed: z.array(closedFindingSchema),
  /** How many of them were forgotten because there were too many to keep. */
  forgotten: count,
});

const populationSchema = z.strictObject({
  read: z.string(),
  items: count,
  pages: count,
  resourceVersion: z.string().optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The judgement of one snapshot: everything that reports and messages are made of. */
export const assessmentSchema = z.strictObject({
  version: z.literal(assessmentVersion),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  catalogue: z.strictObject({ version: z.string(), digest: sha256 }),
  snapshotDigest: sha256,
  /** Of the file of exceptions; absent where there was none. */
  exceptionsDigest: sha256.optional(),
  scanId: scanIdSchema,
  cluster: clusterRefSchema,
  clusterArn: z.string().optional(),
  kubernetesVersion: z.string().optional(),
  source: z.enum(snapshotSources),
  takenAt: z.iso.datetime(),
  /** Every finding counts. */
  score: scoreSchema,
  /** Without the findings that an exception in force accepts. */
  netScore: scoreSchema,
  domainScores: z.strictObject({
    network: scoreSchema,
    pod: scoreSchema,
    rbac: scoreSchema,
    identity: scoreSchema,
    platform: scoreSchema,
  }),
  lostPoints: z.array(lostPointsSchema),
  topFixes: z.array(fixSchema),
  results: z.array(controlResultSchema),
  findings: z.array(findingSchema),
  exceptions: z.array(exceptionUseSchema),
  frameworks: z.array(frameworkResultSchema),
  podSecurity: z.array(namespaceSecuritySchema),
  changes: changesSchema,
  population: z.array(populationSchema),
  gaps: z.array(gapSchema),
  /** Absent in assessments of versions that did not work it out. */
  reachability: reachabilitySchema.optional(),
});

export type Assessment = Readonly<z.infer<typeof assessmentSchema>>;
export type ControlResult = Readonly<z.infer<typeof controlResultSchema>>;
export type Finding = Readonly<z.infer<typeof findingSchema>>;
export type Score = Readonly<z.infer<typeof scoreSchema>>;
export type KnownScore = NonNullable<Score>;
export type Grade = (typeof grades)[number];
export type LostPoints = Readonly<z.infer<typeof lostPointsSchema>>;
export type Fix = Readonly<z.infer<typeof fixSchema>>;
export type Changes = Readonly<z.infer<typeof changesSchema>>;
export type ClosedFinding = Readonly<z.infer<typeof closedFindingSchema>>;
export type RegressionReason = Readonly<z.infer<typeof regressionReasonSchema>>;

/**
 * The score of the scan before, under today's catalogue where the catalogue changed: changed rules
 * are not a changed cluster. Undefined on the first assessment, null where there was no score.
 */
export function previousScoreOf({ previous }: Changes): Score | undefined {
  return previous?.rescored === undefined ? previous?.score : previous.rescored.score;
}
