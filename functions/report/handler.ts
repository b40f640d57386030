import * as z from 'zod';
import { scanIdSchema } from '../model/cluster.ts';
import { clusterScanSchema } from '../model/scan.ts';
import { awsStoreWorld } from '../platform/aws/aws-store-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { report } from './report.ts';
import { reportFleet } from './report-fleet.ts';

const requestSchema = z.union([clusterScanSchema, z.strictObject({ scanId: scanIdSchema })]);
const world = awsStoreWorld(process.env);

/** Answers with counts: the summary of a large fleet is more than a state machine carries. */
export async function handler(event: unknown) {
  const request = parseEvent(requestSchema, event);
  if ('cluster' in request) return { isLatest: (await report(request, world)).isLatest };
  const { notAssessed, unreachable } = await reportFleet(request, world);
  return { notAssessed: notAssessed.length, unreachable: unreachable.length };
}
