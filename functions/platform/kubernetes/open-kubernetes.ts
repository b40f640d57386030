import * as z from 'zod';
import { StageError } from '../../model/errors.ts';
import { isPrivateAddress, type Resolve, resolveHost } from './endpoint-address.ts';
import type { KubeAccess, KubeSettings } from './kube-access.ts';
import { statusMessage } from './kube-answer.ts';
import {
  connectTimeoutMs,
  type KubeConnection,
  privateConnectTimeoutMs,
} from './kube-connection.ts';
import { isThrottled, type NoAnswer, patientGet, stillThrottled } from './kube-get.ts';
import type { KubeResponse } from './kube-request.ts';
import type { NetworkFailure } from './network-failure.ts';

export type KubeTarget = {
  /** How the cluster is called in errors: `context "dev"`, `EKS cluster "shop"`. */
  readonly label: string;
  readonly server: string;
  /** Behind a proxy the address means nothing here. */
  readonly isProxied: boolean;
  /** What to do when the credentials are refused: an imperative sentence. */
  readonly loginRemedy: string;
  readonly connect: (connectTimeoutMs: number) => KubeConnection;
  readonly settings: KubeSettings;
  /** The end of all work on the cluster, which began before its API server was asked. */
  readonly deadline: AbortSignal;
  readonly resolve?: Resolve;
};

export type OpenedKubernetes = {
  readonly access: KubeAccess;
  readonly kubernetesVersion: string | undefined;
};

/** Asks for the version before anything else: who does not answer that will not answer lists. */
export async function openKubernetes(target: KubeTarget): Promise<OpenedKubernetes> {
  const { server, settings, deadline, isProxied, resolve = resolveHost } = target;
  const addresses = isProxied ? [] : await resolve(new URL(server).hostname);
  const privateAddress = addresses.find(isPrivateAddress);
  const timeoutMs = privateAddress === undefined ? connectTimeoutMs : privateConnectTimeoutMs;
  const access: KubeAccess = {
    connection: target.connect(timeoutMs),
    pacing: settings.pacing,
    deadline,
    requestTimeoutMs: settings.requestTimeoutMs,
    pagesMax: settings.pagesMax,
  };
  try {
    const answer = await askVersion(access);
    if ('failure' in answer) throw unreachable(answer, { target, privateAddress });
    return { access, kubernetesVersion: versionOf(answer, target) };
  } catch (error) {
    await access.connection.dispatcher.destroy();
    throw error;
  }
}

/** As patient as any read: one moment of load must not cost the scan of a cluster. */
async function askVersion(access: KubeAccess): Promise<KubeResponse | NoAnswer> {
  const requestTimeoutMs = Math.min(access.requestTimeoutMs, preflightTimeoutMs);
  return await patientGet(
    { ...access, requestTimeoutMs },
    { path: '/version', accept: 'application/json' },
  );
}

function versionOf(answer: KubeResponse, target: KubeTarget): string | undefined {
  const { label, server, loginRemedy: remedy } = target;
  const says = statusMessage(answer);
  if (answer.status === 401) {
    const message = `the credentials of ${label} were refused by ${server}: ${says}`;
    throw new StageError('UNAUTHENTICATED', message, { remedy });
  }
  if (answer.status === 403) {
    // A known user may lack this right alone; for somebody unknown no list will work either.
    if (!says.includes('system:anonymous')) return undefined;
    const message = `${label} reaches ${server} without any credentials: ${says}`;
    throw new StageError('UNAUTHENTICATED', message, { remedy });
  }
  if (isThrottled(answer)) {
    const message = `${server} (${label}) ${stillThrottled(answer)}`;
    throw new StageError('CLUSTER_UNREACHABLE', message, { remedy: waitForIt });
  }
  const version = versionSchema.safeParse(answer.json);
  if (answer.status === 200 && version.success) return version.data.gitVersion;
  const got = answer.status === 200 ? `an answer of ${answer.contentType || 'no type'}` : says;
  throw new StageError(
    'CLUSTER_UNREACHABLE',
    `expected the version of a Kubernetes API server at ${server} (${label}), got ${got}`,
    { remedy: `Check the server address of ${label}, and any proxy on the way to it.` },
  );
}

type Circumstances = {
  readonly target: KubeTarget;
  readonly privateAddress: string | undefined;
};

function unreachable(
  { failure, cause }: NoAnswer,
  { target, privateAddress }: Circumstances,
): StageError {
  // New credentials could not be had: that has its own words.
  if (cause instanceof StageError) return cause;
  const message = `no answer from ${target.server} (${target.label}): ${failure.words}`;
  const isPrivate = privateAddress !== undefined && noAnswer.has(failure.kind);
  const remedy = isPrivate
    ? `The address ${privateAddress} is private: run this from a network that reaches it, such ` +
      'as the VPC of the cluster or a VPN into it.'
    : remedies[failure.kind];
  return new StageError('CLUSTER_UNREACHABLE', message, { remedy, cause });
}

const noAnswer: ReadonlySet<NetworkFailure['kind']> = new Set(['timeout', 'connect', 'cutOff']);

const waitForIt = 'The API server is overloaded: scan again later.';
const tryFromHere = 'Check that the cluster is up and lets this machine connect to it.';

const remedies = {
  timeout: tryFromHere,
  connect: tryFromHere,
  cutOff: tryFromHere,
  other: tryFromHere,
  tooLarge: 'Check the server address: what answered there is no Kubernetes API server.',
  name: 'Check the server address, and that this machine can resolve its name.',
  tls:
    'Check that the certificate authority is that of the cluster, and that no proxy on the way ' +
    'replaces the certificate; fetch the kubeconfig anew if the authority was rotated.',
} satisfies Record<NetworkFailure['kind'], string>;

const versionSchema = z.object({ gitVersion: z.string() });
const preflightTimeoutMs = 10_000;
