import type { World } from '../../model/world.ts';
import { awsEksAccess, oneForEachRegion } from './aws-eks-access.ts';
import { awsStoreWorld, type StoreWorld } from './aws-store-world.ts';
import { eksClient } from './eks-client.ts';
import { eksFleet } from './eks-fleet.ts';

/** The world of a stage that looks for clusters, from the environment of its function. */
export function awsFleetWorld(environment: NodeJS.ProcessEnv): StoreWorld & Pick<World, 'fleet'> {
  const { account, regions, credentials } = awsEksAccess(environment);
  const clientFor = oneForEachRegion((region) => eksClient({ region, credentials }));
  return { ...awsStoreWorld(environment), fleet: eksFleet({ account, regions, clientFor }) };
}
