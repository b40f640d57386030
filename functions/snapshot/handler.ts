import { awsClusterWorld } from '../platform/aws/aws-cluster-world.ts';
import { parseEvent } from '../platform/parse-input.ts';
import { snapshotRequestSchema, takeSnapshot } from './snapshot.ts';

const world = awsClusterWorld(process.env);

export const handler = async (event: unknown) =>
  takeSnapshot(parseEvent(snapshotRequestSchema, event), world);
