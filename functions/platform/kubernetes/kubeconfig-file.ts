import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';
import { parse } from 'yaml';
import * as z from 'zod';
import { messageOf, StageError } from '../../model/errors.ts';
import { errorCode } from '../error-code.ts';

export type KubeconfigContext = {
  readonly name: string;
  readonly cluster: Cluster;
  readonly user: User;
  /** A file that holds the token, which may be written anew at any time. */
  readonly tokenFile: string | undefined;
  /** Where relative paths in the file start. */
  readonly folder: string;
};

/** One context of a kubeconfig, with its cluster and user. Throws a StageError `BAD_INPUT`. */
export async function kubeconfigContext(
  file: string,
  context: string | undefined,
): Promise<KubeconfigContext> {
  const config = parseKubeconfig(file, await textOf(file));
  const folder = dirname(resolve(file));
  const client = new KubeConfig();
  // One broken entry of somebody else's cluster is no reason to refuse ours.
  client.loadFromString(JSON.stringify(config), { onInvalidEntry: 'filter' });
  client.makePathsAbsolute(folder);
  const name = context ?? client.getCurrentContext();
  const found = contextOf({ client, file, name });
  const user = config.users.find((entry) => entry.name === found.user.name)?.user;
  const tokenFile = user?.tokenFile ?? user?.['token-file'];
  return {
    ...found,
    name,
    folder,
    tokenFile: tokenFile === undefined ? undefined : resolve(folder, tokenFile),
  };
}

type Choice = { readonly client: KubeConfig; readonly file: string; readonly name: string };

function contextOf({ client, file, name }: Choice): { cluster: Cluster; user: User } {
  const names = client.getContexts().map((entry) => entry.name);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  if (!name) {
    throw badInput(`${file} names no current context`, `Choose one with --context: ${known}.`);
  }
  const context = client.getContextObject(name);
  if (context === null) {
    throw badInput(`${file} has no context "${name}"`, `Choose another with --context: ${known}.`);
  }
  const cluster = client.getCluster(context.cluster);
  if (cluster === null) {
    const which = `the cluster "${context.cluster}", which is not in the file`;
    const message = `context "${name}" of ${file} points to ${which}`;
    throw badInput(message, 'Fetch the kubeconfig of the cluster anew.');
  }
  checkServer(cluster, file);
  const user = context.user ? client.getUser(context.user) : null;
  if (user === null) {
    const which = context.user ? `the user "${context.user}", which is not in the file` : 'no user';
    const message = `context "${name}" of ${file} points to ${which}`;
    throw badInput(message, 'Fetch the kubeconfig of the cluster anew.');
  }
  return { cluster, user };
}

function checkServer({ name, server, skipTLSVerify }: Cluster, file: string): void {
  const protocol = URL.canParse(server) ? new URL(server).protocol : undefined;
  if (protocol === 'https:' || (protocol === 'http:' && skipTLSVerify)) return;
  const why =
    protocol === 'http:' ? 'speaks plain HTTP' : 'is no address such as https://HOST:PORT';
  const message = `the server of cluster "${name}" in ${file} ${why}`;
  throw badInput(message, 'Fetch the kubeconfig of the cluster anew: clusters are read over TLS.');
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file' : messageOf(cause);
    const remedy = 'Give the path of a kubeconfig that can be read.';
    throw new StageError('BAD_INPUT', `cannot read the kubeconfig ${file}: ${why}`, {
      remedy,
      cause,
    });
  }
}

function parseKubeconfig(file: string, text: string): z.infer<typeof kubeconfigSchema> {
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch {
    // The parser quotes the line that it failed on, and lines of this file may hold credentials.
    throw badInput(`${file} is not YAML`, 'Give the path of a kubeconfig.');
  }
  const config = kubeconfigSchema.safeParse(content);
  if (config.success) return config.data;
  const where = config.error.issues[0]?.path.join('.') || 'its top level';
  const message = `${file} is not a kubeconfig: unexpected content at ${where}`;
  throw badInput(message, 'Give a file that kubectl accepts as its --kubeconfig.');
}

function badInput(message: string, remedy: string): StageError {
  return new StageError('BAD_INPUT', message, { remedy });
}

const entries = z.array(z.looseObject({ name: z.string() }));

const kubeconfigSchema = z.looseObject({
  kind: z.literal('Config').optional(),
  clusters: entries,
  contexts: entries,
  users: z
    .array(
      z.looseObject({
        name: z.string(),
        user: z
          .looseObject({ tokenFile: z.string().optional(), 'token-file': z.string().optional() })
          .nullish(),
      }),
    )
    .nullish()
    .transform((users) => users ?? []),
});
