import { clusterScanSchema } from '../model/scan.ts';
import { awsStoreWorld } from '../platform/aws/aws-store-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { assess } from './assess.ts';

const world = awsStoreWorld(process.env);

export const handler = async (event: unknown) =>
  assess(parseEvent(clusterScanSchema, event), world);
