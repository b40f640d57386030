import { tool } from '../../model/tool.ts';
import type { World } from '../../model/world.ts';
import { awsClients } from './aws-clients.ts';
import { awsEksAccess, oneForEachRegion } from './aws-eks-access.ts';
import { awsStoreWorld, type StoreWorld } from './aws-store-world.ts';
import { eksClusters } from './eks-clusters.ts';

/** The world of a stage that reads clusters, from the environment of its function. */
export function awsClusterWorld(
  environment: NodeJS.ProcessEnv,
): StoreWorld & Pick<World, 'clusters'> {
  const { credentials } = awsEksAccess(environment);
  const clientsFor = oneForEachRegion((region) => awsClients({ region, credentials }));
  return {
    ...awsStoreWorld(environment),
    clusters: eksClusters({ credentials, clientsFor, toolVersion: tool.version }),
  };
}
