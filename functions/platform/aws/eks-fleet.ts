import { type EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { messageOf } from '../../model/errors.ts';
import type { Unreachable } from '../../model/scan.ts';
import type { Fleet } from '../../model/world.ts';
import { awsFailureKind } from './aws-failure.ts';

type EksFleetOptions = {
  readonly account: string;
  readonly regions: readonly string[];
  readonly clientFor: (region: string) => EKSClient;
};

/** The EKS clusters of one account, region by region. */
export function eksFleet({ account, regions, clientFor }: EksFleetOptions): Fleet {
  return {
    discover: async (filter) => {
      const asked = filter.regions ?? regions;
      const wanted = filter.names === undefined ? undefined : new Set(filter.names);
      const found: { readonly region: string; readonly name: string }[] = [];
      const unreachable: Unreachable[] = [];
      for (const region of asked) {
        const list = await listClusters(clientFor(region));
        found.push(...list.names.map((name) => ({ region, name })));
        if (list.failure !== undefined) {
          unreachable.push({ account, region, reason: list.failure });
        }
      }
      const clusters = found
        .filter(({ name }) => wanted?.has(name) ?? true)
        .map(({ region, name }) => ({ account, region, name }));
      const missing = [...(wanted ?? [])].filter((name) => !found.some((at) => at.name === name));
      const region = asked.join(',');
      const reason = 'no cluster of this name was found in the regions that could be listed';
      unreachable.push(...missing.map((name) => ({ account, region, name, reason })));
      return { clusters, unreachable };
    },
  };
}

type RegionList = { readonly names: readonly string[]; readonly failure?: string };

/** Connected clusters are not asked for: they run outside AWS, and EKS gives no way into them. */
async function listClusters(client: EKSClient): Promise<RegionList> {
  const names: string[] = [];
  let nextToken: string | undefined;
  try {
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const input = { maxResults: pageSize, ...(nextToken === undefined ? {} : { nextToken }) };
      const page = await client.send(new ListClustersCommand(input));
      names.push(...(page.clusters ?? []));
      if (!page.nextToken) return { names };
      nextToken = page.nextToken;
    }
    return { names, failure: `more than ${pagesMax * pageSize} clusters: the rest was not listed` };
  } catch (error) {
    const failure = `eks:ListClusters: ${words[awsFailureKind(error)]}${messageOf(error)}`;
    return { names, failure: failure.slice(0, reasonCharsMax) };
  }
}

const words = {
  forbidden: 'denied, by the policy of the role or of the organization: ',
  throttled: 'throttled: ',
  credentials: 'the credentials were refused, or the region is not enabled in the account: ',
  notFound: '',
  network: 'the region did not answer: ',
  other: '',
} satisfies Record<ReturnType<typeof awsFailureKind>, string>;

const pageSize = 100;
const pagesMax = 50;
const reasonCharsMax = 400;
