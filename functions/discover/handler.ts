import type { Targets } from '../model/scan.ts';
import { awsClusterWorld } from '../platform/aws-cluster-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { discover, discoverRequestSchema } from './discover.ts';

const world = awsClusterWorld(process.env);

export const handler = async (event: unknown): Promise<Targets> =>
  discover(parseEvent(discoverRequestSchema, event), world);
