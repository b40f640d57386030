import { type EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import pMap from 'p-map';
import { messageOf } from '../../model/errors.ts';
import type { Unreachable } from '../../model/scan.ts';
import type { Fleet } from '../../model/world.ts';
import { awsFailureKind } from './aws-failure.ts';
import { withinDeadline } from './within-deadline.ts';

type EksFleetOptions = {
  readonly account: string;
  readonly regions: readonly string[];
  readonly clientFor: (region: string) => EKSClient;
  readonly regionTimeoutMs?: number;
};

/** The EKS clusters of one account, some regions at a time. */
export function eksFleet(options: EksFleetOptions): Fleet {
  const { account, regions, clientFor, regionTimeoutMs: timeoutMs = regionTimeoutMs } = options;
  return {
    discover: async ({ regions: asked = regions, names }) => {
      const list = async (region: string): Promise<RegionList> => ({
        region,
        ...(await listClusters(clientFor(region), timeoutMs)),
      });
      const lists = await pMap(asked, list, { concurrency: regionsAtOnce });
      const wanted = names === undefined ? undefined : new Set(names);
      const all = lists.flatMap(({ region, found }) => found.map((name) => ({ region, name })));
      const clusters = all
        .filter(({ name }) => wanted?.has(name) ?? true)
        .map(({ region, name }) => ({ account, region, name }));
      const missing = [...(wanted ?? [])].filter((name) => !all.some((at) => at.name === name));
      const everywhere = { account, region: asked.join(',') };
      return {
        clusters: clusters.slice(0, clustersMax),
        unreachable: [
          ...lists.flatMap(({ region, failure: reason }) =>
            reason === undefined ? [] : [{ account, region, reason }],
          ),
          ...missing.map((name) => ({ ...everywhere, name, reason: notFound })),
          ...leftOut(clusters.length).map((reason) => ({ ...everywhere, reason })),
        ] satisfies readonly Unreachable[],
      };
    },
  };
}

function leftOut(count: number): readonly string[] {
  if (count <= clustersMax) return [];
  return [
    `there are ${count} clusters, and one scan takes ${clustersMax}: the last ` +
      `${count - clustersMax} were left out; scan fewer regions with this hub, and the others ` +
      'with a second one',
  ];
}

type Listed = { readonly found: readonly string[]; readonly failure?: string };
type RegionList = Listed & { readonly region: string };

/** Connected clusters are not asked for: they run outside AWS, and EKS gives no way into them. */
async function listClusters(client: EKSClient, timeoutMs: number): Promise<Listed> {
  const found: string[] = [];
  const deadline = AbortSignal.timeout(timeoutMs);
  let nextToken: string | undefined;
  try {
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const input = { maxResults: pageSize, ...(nextToken === undefined ? {} : { nextToken }) };
      const page = await withinDeadline(deadline, (options) =>
        client.send(new ListClustersCommand(input), options),
      );
      found.push(...(page.clusters ?? []));
      if (!page.nextToken) return { found };
      nextToken = page.nextToken;
    }
    return { found, failure: `more than ${pagesMax * pageSize} clusters: the rest was not listed` };
  } catch (error) {
    const why = deadline.aborted
      ? `its list was not complete after ${timeoutMs / 1_000} s`
      : messageOf(error);
    const failure = `eks:ListClusters: ${words[awsFailureKind(error)]}${why}`;
    return { found, failure: failure.slice(0, reasonCharsMax) };
  }
}

const notFound = 'no cluster of this name was found in the regions that could be listed';

const words = {
  forbidden: 'denied, by the policy of the role or of the organization: ',
  throttled: 'throttled: ',
  credentials: 'the credentials were refused, or the region is not enabled in the account: ',
  notFound: '',
  network: 'the region did not answer: ',
  other: '',
} satisfies Record<ReturnType<typeof awsFailureKind>, string>;

/**
 * The list of clusters travels through the state machine, which carries 256 KiB: so many, were all
 * their names as long as EKS lets them be.
 */
const clustersMax = 1_500;

/** All regions that AWS has, at this pace, fit into the five minutes of the discover stage. */
const regionTimeoutMs = 45_000;
const regionsAtOnce = 8;

const pageSize = 100;
const pagesMax = 50;
const reasonCharsMax = 400;
