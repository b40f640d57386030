/** What aws-iam-authenticator, the server side of an EKS token, lets pass. */
const parametersAllowed: ReadonlySet<string> = new Set([
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** Why an EKS token is refused; undefined where it is well formed, whatever its signature. */
export function eksTokenFault(token: string, now: Date): string | undefined {
  if (token.length > 4096) return 'longer than 4096 bytes';
  if (!/^k8s-aws-v1\.[A-Za-z0-9_-]+$/.test(token)) return 'prefix or encoding';
  const text = Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString('utf8');
  if (!URL.canParse(text)) return 'not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.pathname !== '/') return 'scheme or path';
  if (!/^sts\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.host)) return `host ${url.host}`;
  return parameterFault(url.searchParams, now);
}

function parameterFault(query: URLSearchParams, now: Date): string | undefined {
  const names = [...query.keys()].map((name) => name.toLowerCase());
  const unknown = names.find((name) => !parametersAllowed.has(name));
  if (unknown !== undefined) return `parameter ${unknown}`;
  if (new Set(names).size !== names.length) return 'a parameter twice';
  if (query.get('Action') !== 'GetCallerIdentity') return 'action';
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!signed.includes('x-k8s-aws-id')) return 'x-k8s-aws-id is not signed';
  const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (!(expires >= 0 && expires <= 900)) return 'X-Amz-Expires';
  const ageMs = now.getTime() - dateOf(query.get('X-Amz-Date') ?? '');
  const isFresh = ageMs > -60_000 && ageMs < 15 * 60_000;
  return isFresh ? undefined : 'expired';
}

/** `20261123T134500Z` in milliseconds. */
function dateOf(text: string): number {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(iso);
}
