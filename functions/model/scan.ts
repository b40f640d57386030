import * as z from 'zod';
import { scoreSchema } from './assessment.ts';
import { clusterRefSchema, scanIdSchema } from './cluster.ts';

/** Which clusters a scan covers. Regions are read in full unless names are given. */
export const fleetFilterSchema = z.strictObject({
  regions: z.array(z.string()).optional(),
  names: z.array(z.string()).optional(),
});
export type FleetFilter = Readonly<z.infer<typeof fleetFilterSchema>>;

const unreachableSchema = z.strictObject({
  account: z.string(),
  region: z.string(),
  name: z.string().optional(),
  reason: z.string(),
});
export type Unreachable = Readonly<z.infer<typeof unreachableSchema>>;

/** What discover found: the clusters to scan, and what could not be reached and why. */
export const targetsSchema = z.strictObject({
  version: z.literal(1),
  scanId: scanIdSchema,
  discoveredAt: z.iso.datetime(),
  clusters: z.array(clusterRefSchema),
  unreachable: z.array(unreachableSchema),
});
export type Targets = Readonly<z.infer<typeof targetsSchema>>;

/** What a stage that works on one cluster is asked. */
export const clusterScanSchema = z.strictObject({
  scanId: scanIdSchema,
  cluster: clusterRefSchema,
});
export type ClusterScan = Readonly<z.infer<typeof clusterScanSchema>>;

/** The pointer to a cluster's newest complete scan. */
export const latestSchema = z.strictObject({ version: z.literal(1), scanId: scanIdSchema });

/** One row a cluster: what a scan of the fleet came to. */
export const summarySchema = z.strictObject({
  version: z.literal(1),
  scanId: scanIdSchema,
  clusters: z.array(
    z.strictObject({
      cluster: clusterRefSchema,
      score: scoreSchema,
      previousScore: scoreSchema.optional(),
      regressions: z.number().int(),
      findings: z.strictObject({
        critical: z.number().int(),
        high: z.number().int(),
        medium: z.number().int(),
        low: z.number().int(),
      }),
    }),
  ),
  /** Planned, but without an assessment. */
  notAssessed: z.array(z.strictObject({ cluster: clusterRefSchema, reason: z.string() })),
  unreachable: z.array(unreachableSchema),
});
export type Summary = Readonly<z.infer<typeof summarySchema>>;

/** The evidence manifest: what a scan of one cluster left, with digests. */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  scanId: scanIdSchema,
  cluster: clusterRefSchema,
  takenAt: z.iso.datetime(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  catalogue: z.strictObject({ version: z.string(), digest: z.string() }),
  files: z.array(
    z.strictObject({ name: z.string(), sizeBytes: z.number().int(), sha256: z.string() }),
  ),
});
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;
