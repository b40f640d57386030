import type { World } from '../../model/world.ts';
import { awsEksAccess } from './aws-eks-access.ts';
import { awsStoreWorld, type StoreWorld } from './aws-store-world.ts';
import { eksFleet } from './eks-fleet.ts';

/** The world of a stage that looks for clusters, from the environment of its function. */
export function awsFleetWorld(environment: NodeJS.ProcessEnv): StoreWorld & Pick<World, 'fleet'> {
  return { ...awsStoreWorld(environment), fleet: eksFleet(awsEksAccess(environment)) };
}
