import type { EKSClient } from '@aws-sdk/client-eks';
import { StageError } from '../../model/errors.ts';
import type { Fleet } from '../../model/world.ts';
import { describeEksCluster } from './eks-description.ts';

type EksTarget = { readonly client: EKSClient; readonly region: string; readonly name: string };

/** A fleet of the one EKS cluster that was named; its ARN tells the account it is in. */
export function eksTarget(target: EksTarget): Fleet {
  return {
    discover: async () => {
      const { cluster } = await describeEksCluster({
        ...target,
        deadline: AbortSignal.timeout(describeTimeoutMs),
      });
      const account = cluster.arn?.split(':')[4];
      if (account === undefined) {
        throw new StageError('CLUSTER_UNREACHABLE', `EKS gave no ARN for "${target.name}"`, {
          remedy: 'Scan it again once it is ACTIVE.',
        });
      }
      const { region, name } = target;
      return { clusters: [{ account, region, name }], unreachable: [] };
    },
  };
}

const describeTimeoutMs = 45_000;
