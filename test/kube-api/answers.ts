import { kubernetesReads } from '../../functions/model/reads.ts';

export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Kind = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly isBuiltIn: boolean;
  readonly objects: readonly KubeObject[];
};

/** The kinds that are served, by the path of their list: at any version that an object has. */
export function kindsOf(objects: readonly KubeObject[]): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const read of kubernetesReads) {
    const { apiGroup, version, resource, kind, isBuiltIn } = read;
    const groups = [apiGroup, ...('alsoIn' in read ? read.alsoIn : []).map(groupOf)];
    const byVersion = Map.groupBy(
      objects.filter(
        (object) => object.kind === kind && groups.includes(groupOf(object.apiVersion)),
      ),
      ({ apiVersion }) => apiVersion,
    );
    const ownVersion = apiGroup === '' ? version : `${apiGroup}/${version}`;
    if (isBuiltIn && !byVersion.has(ownVersion)) byVersion.set(ownVersion, []);
    for (const [apiVersion, own] of byVersion) {
      const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      kinds.set(`${root}/${resource}`, { apiVersion, kind, isBuiltIn, objects: own });
    }
  }
  return kinds;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

type ListRequest = {
  readonly query: URLSearchParams;
  readonly pageSizeMax: number;
};

export function listAnswer(kind: Kind, request: ListRequest): Answer {
  const { query, pageSizeMax } = request;
  const token = tokenOf(query.get('continue'));
  // A list at version 0 comes from the watch cache of the API server, which knows no pages.
  const isPaged = query.get('resourceVersion') !== '0' && query.has('limit');
  const limit = isPaged ? Math.min(Number(query.get('limit')), pageSizeMax) : Infinity;
  const items = kind.objects.slice(token.start, token.start + limit);
  const next = token.start + items.length;
  const left = kind.objects.length - next;
  const more = left > 0 ? { continue: tokenText({ start: next, page: token.page + 1 }) } : {};
  const metadata = { resourceVersion: '1000', ...more };
  // Items of built-in lists do not repeat their kind; those of custom resources do.
  const shown = kind.isBuiltIn ? items.map(({ kind: _, apiVersion: __, ...rest }) => rest) : items;
  return json(200, {
    kind: `${kind.kind}List`,
    apiVersion: kind.apiVersion,
    metadata,
    items: shown,
  });
}

export function objectAnswer(kind: Kind, namespace: string, name: string): Answer {
  const found = kind.objects.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
  );
  if (found !== undefined) return json(200, found);
  return statusAnswer(404, { reason: 'NotFound', message: `"${name}" not found` });
}

type Status = {
  readonly reason: string;
  readonly message: string;
  readonly continueToken?: string | undefined;
};

/** The form in which an API server says that something did not work. */
export function statusAnswer(code: number, { reason, message, continueToken }: Status): Answer {
  return json(code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: continueToken === undefined ? {} : { continue: continueToken },
    status: 'Failure',
    message,
    reason,
    code,
  });
}

/** Paths of groups and kinds that are not installed are unknown to the router itself. */
export const unknownPath: Answer = {
  status: 404,
  contentType: 'text/plain; charset=utf-8',
  body: '404 page not found\n',
};

export function json(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

type Token = { readonly start: number; readonly page: number };

export function tokenOf(text: string | null): Token {
  if (text === null) return { start: 0, page: 1 };
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
}

const tokenText = (token: Token): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url');
