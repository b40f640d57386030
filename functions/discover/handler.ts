import type { Targets } from '../model/scan.ts';
import { awsFleetWorld } from '../platform/aws/aws-fleet-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { discover, discoverRequestSchema } from './discover.ts';

const world = awsFleetWorld(process.env);

export const handler = async (event: unknown): Promise<Targets> =>
  discover(parseEvent(discoverRequestSchema, event), world);
