import { type Answer, type Asked, type AwsError, type Fields, pageOf, restJson } from './wire.ts';

export type FakeCluster = {
  readonly name: string;
  /** As DescribeCluster gives it, in JSON. */
  readonly description: Fields;
  readonly addons?: Readonly<Record<string, Fields>>;
  readonly nodegroups?: Readonly<Record<string, Fields>>;
  readonly insights?: readonly Fields[];
  /** The access policies of each principal that has an access entry. */
  readonly accessEntries?: Readonly<Record<string, readonly Fields[]>>;
};

export type FakeEks = {
  readonly clusters: readonly FakeCluster[];
  /** As DescribeClusterVersions gives them, in JSON. */
  readonly versions?: readonly Fields[];
  readonly pageSizeMax?: number;
};

/** The read calls of EKS: rest-json. */
export function eksAnswer(options: FakeEks, asked: Asked): Answer {
  const [root, name] = asked.parts;
  const { clusters, versions = [] } = options;
  if (root === 'cluster-versions') return versionsPage(versions, options, asked);
  if (root !== 'clusters') return notFound('No such path');
  if (name === undefined) {
    return page({ clusters: clusters.map((cluster) => cluster.name) }, options, asked);
  }
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) return notFound(`No cluster found for name: ${name}.`);
  return partOf(cluster, options, asked);
}

/** Without includeAll EKS leaves out what it does not support any more. */
function versionsPage(versions: readonly Fields[], options: FakeEks, asked: Asked): Answer {
  const isAll = asked.query.get('includeAll') === 'true';
  const clusterVersions = versions.filter(
    ({ versionStatus }) => isAll || versionStatus !== 'UNSUPPORTED',
  );
  return page({ clusterVersions }, options, asked);
}

function partOf(cluster: FakeCluster, options: FakeEks, asked: Asked): Answer {
  const [, , part, id] = asked.parts;
  const { addons = {}, nodegroups = {}, insights = [] } = cluster;
  if (part === undefined) return restJson.answer({ cluster: cluster.description });
  if (part === 'access-entries') return accessOf(cluster, options, asked);
  if (part === 'insights' && asked.method === 'POST') return page({ insights }, options, asked);
  if (part === 'addons') {
    return id === undefined
      ? page({ addons: Object.keys(addons) }, options, asked)
      : described('addon', addons[id], `No addon: ${id} found in cluster.`);
  }
  if (part === 'node-groups') {
    return id === undefined
      ? page({ nodegroups: Object.keys(nodegroups) }, options, asked)
      : described('nodegroup', nodegroups[id], `No node group found for name: ${id}.`);
  }
  return notFound('No such path');
}

function described(name: string, found: Fields | undefined, message: string): Answer {
  return found === undefined ? notFound(message) : restJson.answer({ [name]: found });
}

function accessOf(cluster: FakeCluster, options: FakeEks, asked: Asked): Answer {
  const [, , , id, detail] = asked.parts;
  if (modeOf(cluster) === 'CONFIG_MAP') return restJson.error(noEntriesInMode);
  const entries = cluster.accessEntries ?? {};
  if (id === undefined) return page({ accessEntries: Object.keys(entries) }, options, asked);
  const policies = entries[id];
  if (policies === undefined || detail !== 'access-policies') {
    return notFound('The specified principalArn could not be found.');
  }
  return page({ associatedAccessPolicies: policies }, options, asked);
}

function modeOf({ description }: FakeCluster): unknown {
  const access = description['accessConfig'] as { authenticationMode?: string } | undefined;
  return access?.authenticationMode ?? 'CONFIG_MAP';
}

const noEntriesInMode: AwsError = {
  status: 400,
  type: 'InvalidRequestException',
  message:
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to " +
    'perform this operation.',
};

function page(
  field: Readonly<Record<string, readonly unknown[]>>,
  { pageSizeMax = 100 }: FakeEks,
  { method, query, body }: Asked,
): Answer {
  const input: Fields = method === 'POST' ? JSON.parse(body) : Object.fromEntries(query);
  const sizeMax = Math.min(pageSizeMax, Number(input['maxResults'] ?? 100));
  const [[name, all] = ['', []]] = Object.entries(field);
  const { items, nextToken } = pageOf(all, sizeMax, input['nextToken']);
  return restJson.answer({ [name]: items, nextToken });
}

const notFound = (message: string): Answer =>
  restJson.error({ status: 404, type: 'ResourceNotFoundException', message });
