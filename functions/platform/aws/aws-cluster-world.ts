import { tool } from '../../model/tool.ts';
import type { World } from '../../model/world.ts';
import { awsEksAccess } from './aws-eks-access.ts';
import { awsStoreWorld, type StoreWorld } from './aws-store-world.ts';
import { eksClusters } from './eks-clusters.ts';

/** The world of a stage that reads clusters, from the environment of its function. */
export function awsClusterWorld(
  environment: NodeJS.ProcessEnv,
): StoreWorld & Pick<World, 'clusters'> {
  const { credentials, clientFor } = awsEksAccess(environment);
  return {
    ...awsStoreWorld(environment),
    clusters: eksClusters({ credentials, clientFor, toolVersion: tool.version }),
  };
}
