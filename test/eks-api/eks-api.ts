import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeCluster = {
  readonly name: string;
  /** As DescribeCluster gives it, in JSON. */
  readonly description: Readonly<Record<string, unknown>>;
  readonly addons?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The access policies of each principal that has an access entry. */
  readonly accessEntries?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
};

type EksFault = {
  /** The start of `GET /clusters/...`, decoded. */
  readonly path: string;
  readonly times?: number;
  /** From 1; the requests for the path before it go well. */
  readonly fromRequest?: number;
} & (EksError | { readonly does: 'hang' });

type EksError = { readonly status: number; readonly type: string; readonly message: string };

type EksApiOptions = {
  readonly clusters: readonly FakeCluster[];
  readonly pageSizeMax?: number;
  readonly faults?: readonly EksFault[];
};

export type EksApi = {
  readonly endpoint: string;
  /** Path and query of each request, decoded. */
  readonly requests: readonly string[];
  close(): Promise<void>;
};

/** A small EKS control plane: the read calls on clusters, over the wire format of the real one. */
export async function startEksApi(options: EksApiOptions): Promise<EksApi> {
  const requests: string[] = [];
  const faults = (options.faults ?? []).map((fault) => ({
    fault,
    left: fault.times ?? Infinity,
    spared: (fault.fromRequest ?? 1) - 1,
  }));
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://host');
    const path = decodeURIComponent(url.pathname);
    requests.push(decodeURIComponent(request.url ?? ''));
    const match = faults.find((state) => {
      if (state.left === 0 || !path.startsWith(state.fault.path)) return false;
      state.spared -= 1;
      return state.spared < 0;
    });
    if (match !== undefined) match.left -= 1;
    const fault = match?.fault;
    if (fault !== undefined && 'does' in fault) return;
    const asked = { parts: partsOf(url), query: url.searchParams };
    send(response, fault ? errorAnswer(fault) : answerTo(options, asked));
  };
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Asked = { readonly parts: readonly string[]; readonly query: URLSearchParams };

type Answer = { readonly status: number; readonly type?: string; readonly body: unknown };

function answerTo(options: EksApiOptions, { parts, query }: Asked): Answer {
  const { clusters, pageSizeMax = 100 } = options;
  const [root, name, part, id, detail] = parts;
  const page = { query, pageSizeMax };
  if (root !== 'clusters') return notFound('No such path');
  if (name === undefined) {
    return pageOf({ clusters: clusters.map((cluster) => cluster.name) }, page);
  }
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) return notFound(`No cluster found for name: ${name}.`);
  if (part === undefined) return { status: 200, body: { cluster: cluster.description } };
  if (part === 'addons') return addonOf(cluster, id ?? '');
  if (part !== 'access-entries') return notFound('No such path');
  if (modeOf(cluster) === 'CONFIG_MAP') return errorAnswer(noEntriesInMode);
  const entries = cluster.accessEntries ?? {};
  if (id === undefined) return pageOf({ accessEntries: Object.keys(entries) }, page);
  const policies = entries[id];
  if (policies === undefined || detail !== 'access-policies') {
    return notFound('The specified principalArn could not be found.');
  }
  return pageOf({ associatedAccessPolicies: policies }, page);
}

function addonOf(cluster: FakeCluster, id: string): Answer {
  const addon = cluster.addons?.[id];
  if (addon === undefined) return notFound(`No addon: ${id} found in cluster.`);
  return { status: 200, body: { addon } };
}

function modeOf({ description }: FakeCluster): unknown {
  const access = description['accessConfig'] as { authenticationMode?: string } | undefined;
  return access?.authenticationMode ?? 'CONFIG_MAP';
}

const noEntriesInMode = {
  status: 400,
  type: 'InvalidRequestException',
  message:
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to " +
    'perform this operation.',
};

type Page = { readonly query: URLSearchParams; readonly pageSizeMax: number };

function pageOf(
  field: Readonly<Record<string, readonly unknown[]>>,
  { query, pageSizeMax }: Page,
): Answer {
  const start = Number(query.get('nextToken') ?? 0);
  const end = start + Math.min(pageSizeMax, Number(query.get('maxResults') ?? 100));
  const [[name, items] = ['', []]] = Object.entries(field);
  const more = end < items.length ? { nextToken: String(end) } : {};
  return { status: 200, body: { [name]: items.slice(start, end), ...more } };
}

const notFound = (message: string): Answer =>
  errorAnswer({ status: 404, type: 'ResourceNotFoundException', message });

function errorAnswer({ status, type, message }: EksError): Answer {
  return { status, type, body: { message } };
}

/** Errors of rest-json services have their type in a header and their words in the body. */
function send(response: ServerResponse, { status, type, body }: Answer): void {
  const errorType = type === undefined ? {} : { 'x-amzn-errortype': type };
  response.writeHead(status, { 'content-type': 'application/json', ...errorType });
  response.end(JSON.stringify(body));
}

const partsOf = (url: URL): readonly string[] =>
  url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
