import type { Targets } from '../model/scan.ts';
import { awsFleetWorld } from '../platform/aws/aws-fleet-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { discover, discoverRequestSchema } from './discover.ts';

const world = awsFleetWorld(process.env);

/** A state machine carries little: it is told the clusters, and the store has the rest. */
export const handler = async (event: unknown): Promise<Pick<Targets, 'scanId' | 'clusters'>> => {
  const { scanId, clusters } = await discover(parseEvent(discoverRequestSchema, event), world);
  return { scanId, clusters };
};
