import { clusterScanSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import { awsStoreWorld } from '../platform/aws-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { assess } from './assess.ts';

const world = awsStoreWorld(process.env);

export async function handler(event: unknown) {
  const request = parseEvent(clusterScanSchema, event);
  await assess(request, world);
  return { key: storeKeys.assessment(request) };
}
