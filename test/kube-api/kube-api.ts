import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type Answer,
  json,
  type Kind,
  type KubeObject,
  kindsOf,
  listAnswer,
  objectAnswer,
  statusAnswer,
  tokenOf,
  unknownPath,
} from './answers.ts';
import { type Certificates, serverCertificates } from './certificates.ts';
import { discoveryAnswer } from './discovery.ts';
import { type Fault, faultAnswer, faultList } from './faults.ts';
import { misbehave, send } from './send.ts';
import { eksTokenFault } from './tokens.ts';

type KubeApiOptions = {
  readonly objects?: readonly KubeObject[];
  /** A page is never larger, whatever limit is asked for. */
  readonly pageSizeMax?: number;
  readonly faults?: readonly Fault[];
  /** The bearer tokens that are let in; `eks` lets in well-formed tokens of EKS. */
  readonly tokens?: readonly string[] | 'eks';
  readonly now?: () => Date;
};

/** A request that came in, without its credentials. */
type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type KubeApi = {
  readonly url: string;
  readonly caPem: string;
  readonly requests: readonly SeenRequest[];
  /** Why tokens of EKS were refused, in order. */
  readonly tokenFaults: readonly string[];
  /** How many TLS connections were made. */
  connections(): number;
  /** The text of a kubeconfig with the context `test`. */
  kubeconfig(token?: string): string;
  close(): Promise<void>;
};

/** A small Kubernetes API server: TLS, tokens, the list protocol, and the faults asked for. */
export async function startKubeApi(options: KubeApiOptions = {}): Promise<KubeApi> {
  const certificates = await serverCertificates();
  const { tokens = ['test-token'] } = options;
  const requests: SeenRequest[] = [];
  const tokenFaults: string[] = [];
  const respond = responder(options, requests, tokenFaults);
  const server = createServer({ cert: certificates.certPem, key: certificates.keyPem }, respond);
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  const url = `https://127.0.0.1:${await listen(server)}`;
  return {
    url,
    caPem: certificates.caPem,
    requests,
    tokenFaults,
    connections: () => connections,
    kubeconfig: (token = tokens[0] ?? '') => kubeconfigText(url, certificates, token),
    close: () => close(server),
  };
}

function responder(
  options: KubeApiOptions,
  requests: SeenRequest[],
  tokenFaults: string[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const { objects = [], pageSizeMax = Infinity, tokens = ['test-token'] } = options;
  const kinds = kindsOf(objects);
  const faults = faultList(options.faults ?? []);
  const isLetIn = (authorization: string): boolean => {
    const token = authorization.replace(/^Bearer /, '');
    if (tokens !== 'eks') return tokens.includes(token);
    const fault = eksTokenFault(token, (options.now ?? (() => new Date()))());
    if (fault !== undefined) tokenFaults.push(fault);
    return fault === undefined;
  };
  return (request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'https://host');
    const { authorization = '', ...headers } = request.headers;
    const { method = '' } = request;
    requests.push({ method, path, query: Object.fromEntries(query), headers });
    if (!isLetIn(authorization)) {
      send(response, unauthorized, request);
      return;
    }
    const fault = faults.next(path, tokenOf(query.get('continue')).page);
    const answer = answerOf(kinds, path, { query, pageSizeMax });
    if (fault === undefined) {
      send(response, answer, request);
      return;
    }
    if ('status' in fault) {
      send(response, faultAnswer(fault, query.get('continue')), request);
      return;
    }
    misbehave(fault, { response, answer, request });
  };
}

const unauthorized = statusAnswer(401, { reason: 'Unauthorized', message: 'Unauthorized' });

type ListRequest = Parameters<typeof listAnswer>[1];

function answerOf(kinds: ReadonlyMap<string, Kind>, path: string, request: ListRequest): Answer {
  if (path === '/version') return json(200, { major: '1', minor: '34', gitVersion: 'v1.34.1' });
  const kind = kinds.get(path);
  if (kind !== undefined) return listAnswer(kind, request);
  const discovered = discoveryAnswer(kinds, path);
  if (discovered !== undefined) return discovered;
  const one = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(
    path,
  );
  const [, root, namespace, resource, name] = one ?? [];
  const served = kinds.get(`${root}/${resource}`);
  if (served === undefined || namespace === undefined || name === undefined) return unknownPath;
  return objectAnswer(served, namespace, name);
}

function kubeconfigText(server: string, { caPem }: Certificates, token: string): string {
  const ca = Buffer.from(caPem).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: 'tester', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
