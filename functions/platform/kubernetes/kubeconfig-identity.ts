import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { KubeConfig, type User } from '@kubernetes/client-node';
import { messageOf, StageError } from '../../model/errors.ts';
import { execConfigSchema, execCredential } from './exec-credential.ts';
import type { KubeTls } from './kube-connection.ts';
import type { KubeconfigContext } from './kubeconfig-file.ts';

export type KubeIdentity = {
  readonly tls: KubeTls;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
};

type ExecLimits = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly execTimeoutMs: number;
};

/**
 * Who we are in a context, and how its server is trusted. The Kubernetes client works out
 * certificates, identity providers and impersonation; plugins and token files are read before.
 */
export async function kubeconfigIdentity(
  context: KubeconfigContext,
  limits: ExecLimits,
): Promise<KubeIdentity> {
  const user = await withToken(context, limits);
  const options: RequestOptions = {};
  try {
    const client = new KubeConfig();
    client.loadFromClusterAndUser(context.cluster, user);
    await client.applyToHTTPSOptions(options);
  } catch (cause) {
    const message = `context "${context.name}" cannot be used: ${messageOf(cause)}`;
    const remedy = 'Correct its cluster and user in the kubeconfig, or fetch the file anew.';
    throw new StageError('BAD_INPUT', message, { remedy, cause });
  }
  const { authorization, ...headers } = headersOf(options);
  const basic = options.auth ? `Basic ${Buffer.from(options.auth).toString('base64')}` : undefined;
  return { tls: tlsOf(options), headers, authorization: authorization ?? basic };
}

async function withToken(context: KubeconfigContext, limits: ExecLimits): Promise<User> {
  const { user, tokenFile, name, folder } = context;
  if (user.exec) {
    const config = execConfigSchema.safeParse(user.exec);
    if (!config.success) {
      const message = `context "${name}" has a credential plugin without a command`;
      const remedy = 'Correct "exec" of its user in the kubeconfig.';
      throw new StageError('BAD_INPUT', message, { remedy });
    }
    const { environment, execTimeoutMs: timeoutMs } = limits;
    const run = { config: config.data, label: `context "${name}"`, folder, environment, timeoutMs };
    const { token, clientCertificateData, clientKeyData } = await execCredential(run);
    const { exec: _, ...rest } = user;
    return {
      ...rest,
      ...(token === undefined ? {} : { token }),
      ...(clientCertificateData === undefined ? {} : { certData: base64(clientCertificateData) }),
      ...(clientKeyData === undefined ? {} : { keyData: base64(clientKeyData) }),
    };
  }
  if (tokenFile === undefined || user.token) return user;
  try {
    return { ...user, token: (await readFile(tokenFile, 'utf8')).trim() };
  } catch (cause) {
    const message = `the token file of context "${name}" cannot be read: ${messageOf(cause)}`;
    const remedy = 'Write a token there, or correct "tokenFile" in the kubeconfig.';
    throw new StageError('BAD_INPUT', message, { remedy, cause });
  }
}

function headersOf({ headers }: RequestOptions): Record<string, string> {
  const pairs = Array.isArray(headers) ? [] : Object.entries(headers ?? {});
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function tlsOf(options: RequestOptions): KubeTls {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return {
    ...(isPem(ca) ? { ca } : {}),
    ...(isPem(cert) ? { cert } : {}),
    ...(isPem(key) ? { key } : {}),
    ...(servername === undefined ? {} : { servername }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

/** The client gives certificates as single ones, never as the lists that Node also takes. */
const isPem = (value: unknown): value is string | Buffer =>
  typeof value === 'string' || Buffer.isBuffer(value);

const base64 = (pem: string): string => Buffer.from(pem).toString('base64');
