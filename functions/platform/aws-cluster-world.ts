import { EKSClient } from '@aws-sdk/client-eks';
import * as z from 'zod';
import { tool } from '../model/tool.ts';
import type { World } from '../model/world.ts';
import { awsStoreWorld, type StoreWorld } from './aws-world.ts';
import { eksClient } from './eks-client.ts';
import { eksClusters } from './eks-clusters.ts';
import { eksFleet } from './eks-fleet.ts';
import { parseEnvironment } from './parse-input.ts';

const schema = z.looseObject({
  RINGFENCE_ACCOUNT: z.string().regex(/^\d{12}$/),
  RINGFENCE_REGIONS: z.string().transform((list) => list.split(',')),
});

/** The world of the stages that look at EKS clusters, with the role of the function. */
export function awsClusterWorld(
  environment: NodeJS.ProcessEnv,
): StoreWorld & Pick<World, 'fleet' | 'clusters'> {
  const parsed = parseEnvironment(schema, environment);
  const { RINGFENCE_ACCOUNT: account, RINGFENCE_REGIONS: regions } = parsed;
  // A client finds the credentials of the function by itself, and knows when they run out.
  const credentials = new EKSClient({}).config.credentials;
  const clients = new Map<string, EKSClient>();
  const clientFor = (region: string): EKSClient => {
    const client = clients.get(region) ?? eksClient({ region, credentials });
    clients.set(region, client);
    return client;
  };
  return {
    ...awsStoreWorld(environment),
    fleet: eksFleet({ account, regions, clientFor }),
    clusters: eksClusters({ credentials, clientFor, toolVersion: tool.version }),
  };
}
